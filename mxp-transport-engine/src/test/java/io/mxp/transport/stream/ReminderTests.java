/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import io.mxp.transport.DatagramConfig;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.SchedulerConfig;
import io.mxp.transport.packet.ProtocolViolation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who lacks credit says so again, and with many streams each has its turn. */
class ReminderTests {

	private static final int LIMIT = 8_192;

	private static final int MOST_OF_A_ROUND = 32;

	private final StreamMultiplexer client = new StreamMultiplexer(true, FlowConfig.defaults(),
			SchedulerConfig.defaults(), DatagramConfig.defaults(), Records.FRAMING, new QuietSink(), new ChunkPool(0));

	@Test
	@Requirement("REL-17")
	void roundsGoOnWhereTheLastOneEnded() throws ProtocolViolation {
		this.client.onPeerParameters(1 << 24, LIMIT, 1 << 20, 100, 100, 1_200);
		List<Long> opened = new ArrayList<>();
		for (int i = 0; i < 80; i++) {
			// both kinds, so that the turn passes from one table to another
			long id = this.client.openStream(1, i % 2 == 0);
			this.client.write(id, Records.record(i, 2 * LIMIT), 0, 2 * LIMIT);
			opened.add(id);
		}
		while (this.client.hasPending()) {
			Frames.fill(this.client, 1_152);
		}
		List<Long> reminded = new ArrayList<>();
		for (int round = 0; round < 5; round++) {
			List<Long> of = round();
			assertThat(of).hasSize(MOST_OF_A_ROUND);
			reminded.addAll(of);
		}
		// 160 reminders: each of the 80 streams has two, one after all others have one
		assertThat(new TreeSet<>(reminded.subList(0, 80))).isEqualTo(new TreeSet<>(opened));
		assertThat(reminded.subList(80, 160)).isEqualTo(reminded.subList(0, 80));
	}

	@Test
	@Requirement("REL-17")
	void aRoundNamesNoStreamTwice() throws ProtocolViolation {
		this.client.onPeerParameters(1 << 24, LIMIT, 1 << 20, 100, 100, 1_200);
		for (int i = 0; i < 20; i++) {
			long id = this.client.openStream(1, true);
			this.client.write(id, Records.record(i, 2 * LIMIT), 0, 2 * LIMIT);
		}
		while (this.client.hasPending()) {
			Frames.fill(this.client, 1_152);
		}
		for (int round = 0; round < 3; round++) {
			assertThat(round()).hasSize(20).doesNotHaveDuplicates();
		}
	}

	/** The streams that a round names. */
	private List<Long> round() throws ProtocolViolation {
		this.client.remindPeer(0);
		List<Long> named = new ArrayList<>();
		while (this.client.hasPending()) {
			for (String frame : Frames.fill(this.client, 1_152)) {
				assertThat(frame).startsWith("DATA_BLOCKED ").endsWith(" " + LIMIT);
				named.add(Long.parseLong(frame.split(" ")[1]));
			}
		}
		return named;
	}

}
