/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import java.util.stream.LongStream;

import io.mxp.transport.Attack;
import io.mxp.transport.Requirement;
import io.mxp.transport.connection.Connection;
import io.mxp.transport.simulation.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionTableTests {

	private static final int IDS = 100_000;

	/** An attacker knows how ids are hashed, and guesses the key. */
	private static final long GUESSED_KEY = 1;

	private final SplittableRandom random = new SplittableRandom(12);

	private final Connection connection = Simulation.seeded(1).client().connection().connection();

	@Test
	void behavesLikeAMapThroughPutsAndRemoves() {
		ConnectionTable table = new ConnectionTable(this.random.nextLong());
		java.util.Set<Long> known = new java.util.HashSet<>();
		for (int i = 0; i < 20_000; i++) {
			long id = this.random.nextInt(2_000);
			if (this.random.nextBoolean()) {
				table.put(id, this.connection);
				known.add(id);
			}
			else {
				table.remove(id, this.connection);
				known.remove(id);
			}
			long other = this.random.nextInt(2_000);
			assertThat(table.find(other) != null).isEqualTo(known.contains(other));
			assertThat(table.size()).isEqualTo(known.size());
		}
	}

	@Test
	@Requirement("SEC-38")
	@Attack("A12")
	void idsThatCollideUnderAGuessedKeyDoNotUnderTheSecretOne() {
		long[] chosen = chosenForGuessedKey();
		// What the attack does where the guess is right: 2,000 ids share 16 places.
		assertThat(meanProbes(GUESSED_KEY, 2_000, (index) -> chosen[index])).isGreaterThan(50);
		double fair = meanProbes(this.random.nextLong(), IDS, (index) -> this.random.nextLong());
		assertThat(meanProbes(this.random.nextLong(), IDS, (index) -> chosen[index])).isLessThanOrEqualTo(3 * fair);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 6, 17, 32, 33, 47 })
	@Requirement("SEC-38")
	@Attack("A12")
	void idsThatDifferInAFewBitsOnlyAreSpread(int shift) {
		double fair = meanProbes(this.random.nextLong(), IDS, (index) -> this.random.nextLong());
		for (int key = 0; key < 20; key++) {
			assertThat(meanProbes(this.random.nextLong(), IDS, (index) -> (long) index << shift))
				.isLessThanOrEqualTo(3 * fair);
		}
	}

	private double meanProbes(long key, int count, IntToLongFunction ids) {
		ConnectionTable table = new ConnectionTable(key);
		long[] all = new long[count];
		for (int i = 0; i < count; i++) {
			all[i] = ids.applyAsLong(i);
			table.put(all[i], this.connection);
		}
		long probes = 0;
		for (long id : all) {
			assertThat(table.find(id)).isSameAs(this.connection);
			probes += ((table.indexOf(id) - table.slot(id, table.mask())) & table.mask()) + 1;
		}
		return (double) probes / count;
	}

	/** Ids that the guessed key puts into every 256th place of any table. */
	private static long[] chosenForGuessedKey() {
		KeyedHash guessed = new KeyedHash(GUESSED_KEY);
		return LongStream.iterate(0, (id) -> id + 1).filter((id) -> guessed.slot(id, 0xFF) == 0).limit(IDS).toArray();
	}

}
