/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.packet;

import java.net.InetSocketAddress;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GuardZonesTests {

	private static final int START = GuardZones.ZONE_BYTES;

	private static final int END = START + 100;

	private final byte[] array = new byte[END + GuardZones.ZONE_BYTES];

	private final GuardZones guards = GuardZones.of("test", true);

	GuardZonesTests() {
		this.guards.lay(this.array, START, END);
	}

	@Test
	void writesWithinAreNobodysConcern() {
		this.array[START] = 1;
		this.array[END - 1] = 1;
		assertThat(this.guards.isIntact(this.array, START, END)).isTrue();
		assertThat(this.guards.overruns()).isZero();
		assertThat(this.guards.pollReport()).isNull();
	}

	@Test
	void theFirstByteBehindIsNamed() {
		this.array[END] ^= 1;
		assertThat(this.guards.isIntact(this.array, START, END)).isFalse();
		assertThat(this.guards.overruns()).isEqualTo(1);
		assertThat(this.guards.pollReport())
			.isEqualTo("pool 'test': something wrote at offset 100 of a buffer of 100 bytes, 0 past its end");
		assertThat(this.guards.pollReport()).as("told once").isNull();
	}

	@Test
	void theLastByteOfTheZoneAndOneInFrontAreNamed() {
		this.array[END + GuardZones.ZONE_BYTES - 1] ^= 0x40;
		assertThat(this.guards.isIntact(this.array, START, END)).isFalse();
		assertThat(this.guards.pollReport()).contains("at offset 163 ").endsWith(" 63 past its end");
		this.guards.lay(this.array, START, END);
		this.array[START - 1] ^= 0x40;
		assertThat(this.guards.isIntact(this.array, START, END)).isFalse();
		assertThat(this.guards.pollReport()).contains("at offset -1 ").endsWith(" 1 in front of its start");
		assertThat(this.guards.overruns()).isEqualTo(2);
	}

	@Test
	void offTheyTakeNoRoom() {
		GuardZones off = GuardZones.of("test", false);
		assertThat(off.width()).isZero();
		off.lay(this.array, 0, this.array.length);
		assertThat(off.isIntact(this.array, 0, this.array.length)).isTrue();
	}

	@Test
	void aPacketThatIsLongerThanItsRoomIsFound() {
		GuardZones packets = GuardZones.of("packets to send", true);
		TransmitBatch batch = new TransmitBatch(TransmitBatch.MAX_PACKETS, packets);
		batch.begin(new InetSocketAddress("127.0.0.1", 1));
		for (int i = 0; i < 54; i++) {
			int limit = batch.limit(1_200);
			assertThat(limit).isEqualTo(batch.position() + 1_200);
			batch.array()[limit - 1] = 1;
			batch.append(1_200);
		}
		assertThat(batch.limit(1_200)).as("54 packets of 1,200 fill 65,000 bytes").isEqualTo(-1);
		batch.begin(new InetSocketAddress("127.0.0.1", 1));
		assertThat(packets.overruns()).isZero();
		int limit = batch.limit(1_200);
		batch.array()[limit + 15] = 1;
		batch.append(1_200);
		assertThat(packets.pollReport()).isEqualTo("pool 'packets to send': something wrote at offset 1215"
				+ " of a buffer of 1200 bytes, 15 past its end");
	}

	@Test
	void theEndsOfTheWholeBatchAreGuardedToo() {
		GuardZones packets = GuardZones.of("packets to send", true);
		TransmitBatch batch = new TransmitBatch(1, packets);
		batch.begin(new InetSocketAddress("127.0.0.1", 1));
		batch.array()[batch.start() - 4] ^= 1;
		batch.begin(new InetSocketAddress("127.0.0.1", 1));
		assertThat(packets.pollReport()).contains("at offset -4 of a buffer of 65008 bytes");
		batch.begin(new InetSocketAddress("127.0.0.1", 1));
		assertThat(packets.overruns()).as("laid anew, found once").isEqualTo(1);
	}

}
