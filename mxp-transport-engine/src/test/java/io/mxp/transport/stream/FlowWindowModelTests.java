/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.SplittableRandom;

import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A sender that takes all it may, a reader that takes its time, and limits that arrive
 * late: a bit for every byte says what was sent and what was read.
 */
class FlowWindowModelTests {

	private static final int BYTES = 60_000;

	@Test
	@Requirement({ "REL-17", "REL-18" })
	void whatIsHeldNeverPassesTheWindowAndEverythingArrives() {
		for (int seed = 0; seed < 300; seed++) {
			SplittableRandom random = new SplittableRandom(seed);
			int first = 1 + random.nextInt(5_000);
			FlowWindow window = new FlowWindow(first, first + random.nextInt(20_000));
			BitSet sent = new BitSet();
			BitSet read = new BitSet();
			ArrayDeque<Long> underWay = new ArrayDeque<>();
			long allowed = window.limit();
			int idle = 0;
			for (long now = 1; read.cardinality() < BYTES; now++) {
				int to = (int) Math.min(BYTES, Math.min(allowed, sent.length() + random.nextInt(3_000)));
				int progress = Math.max(0, to - sent.length());
				if (progress > 0) {
					assertThat(window.allows(progress)).isTrue();
					window.onReceived(progress);
					sent.set(sent.length(), to);
				}
				int unread = sent.length() - read.length();
				int taken = (unread > 0) ? random.nextInt(unread + 1) : 0;
				read.set(read.length(), read.length() + taken);
				window.onConsumed(taken);
				window.tune(now, 1 + random.nextInt(4));
				assertThat(window.held()).isEqualTo(sent.cardinality() - read.cardinality())
					.isLessThanOrEqualTo(window.windowBytes());
				if (window.updateDue(Long.MAX_VALUE)) {
					underWay.add(window.advertise(Long.MAX_VALUE));
				}
				if (!underWay.isEmpty() && random.nextInt(3) == 0) {
					allowed = Math.max(allowed, underWay.poll());
				}
				assertThat(window.allows(window.limit() - window.received() + 1)).isFalse();
				idle = (progress == 0 && taken == 0 && underWay.isEmpty()) ? idle + 1 : 0;
				assertThat(idle).as("seed %d: both wait for each other", seed).isLessThan(200);
			}
			assertThat(window.held()).isZero();
		}
	}

}
