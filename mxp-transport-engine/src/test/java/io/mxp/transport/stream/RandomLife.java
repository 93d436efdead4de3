/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import io.mxp.transport.FlowConfig;
import io.mxp.transport.SchedulerConfig;
import io.mxp.transport.packet.ProtocolViolation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls both sides at random over a bad pipe: opens, writes, ends, resets, stops,
 * refuses, consumes late; then lets everything end and looks at what is left.
 */
final class RandomLife {

	private final SplittableRandom random;

	private final Pipe pipe;

	private final Map<Long, List<Long>> written = new HashMap<>();

	private final List<Long> open = new ArrayList<>();

	private final Set<Long> unordered = new HashSet<>();

	private final Set<Long> abandoned = new HashSet<>();

	private long next;

	RandomLife(long seed) {
		this.random = new SplittableRandom(seed);
		FlowConfig flow = FlowConfig.defaults()
			.withStreamWindowBytes(8 * 1024 + this.random.nextInt(100_000))
			.withConnectionWindowBytes(64 * 1024 + this.random.nextInt(200_000))
			.withBandWindowBytes(32 * 1024 + this.random.nextInt(100_000))
			.withMaxStreams(1 + this.random.nextInt(20), 1 + this.random.nextInt(20));
		this.pipe = new Pipe(seed, flow, flow, SchedulerConfig.defaults()).bad(this.random.nextDouble() * 0.2,
				this.random.nextDouble() * 0.2, 1 + this.random.nextInt(6));
	}

	void live() throws ProtocolViolation {
		for (int step = 0; step < 2000; step++) {
			act();
			if (this.random.nextInt(3) == 0) {
				this.pipe.step();
			}
		}
		settle();
		check();
	}

	private void act() throws ProtocolViolation {
		boolean byClient = this.random.nextBoolean();
		StreamMultiplexer side = byClient ? this.pipe.client : this.pipe.server;
		CollectingSink sink = byClient ? this.pipe.clientSink : this.pipe.serverSink;
		switch (this.random.nextInt(12)) {
			case 0 -> {
				boolean anyOrder = this.random.nextInt(4) == 0;
				long id = side.openStream(this.random.nextInt(4), this.random.nextBoolean(), anyOrder);
				if (id >= 0) {
					if (anyOrder) {
						this.unordered.add(id);
					}
					this.open.add(id);
				}
			}
			case 1, 2, 3, 4 -> write(side, byClient);
			case 5, 6 -> writeBand(side, byClient);
			case 7 -> {
				if (!this.open.isEmpty()) {
					side.finish(any());
				}
			}
			case 8 -> {
				if (!this.open.isEmpty() && this.random.nextInt(5) == 0) {
					long id = any();
					this.abandoned.add(id);
					if (this.random.nextBoolean()) {
						side.reset(id, 7);
					}
					else {
						side.stopSending(id, 8);
					}
				}
			}
			case 9 -> sink.refuses = this.random.nextInt(4) == 0;
			case 10 -> {
				sink.refuses = false;
				side.retryDelivery();
			}
			default -> {
				sink.consumes = this.random.nextBoolean();
				sink.consumeAll();
			}
		}
	}

	private void write(StreamMultiplexer side, boolean byClient) {
		if (this.open.isEmpty()) {
			return;
		}
		long id = any();
		int longest = this.unordered.contains(id) ? 4096 : 60_000;
		int length = (this.random.nextInt(8) == 0) ? 40 + this.random.nextInt(longest - 40)
				: 40 + this.random.nextInt(500);
		if (side.write(id, Records.record(this.next, length), 0, length)) {
			note(id, byClient);
		}
	}

	private void writeBand(StreamMultiplexer side, boolean byClient) {
		int band = this.random.nextInt(4);
		int length = 40 + this.random.nextInt(2000);
		if (side.write(band, Records.record(this.next, length), 0, length)) {
			note(StreamId.ofBand(band, byClient), byClient);
		}
	}

	private void note(long stream, boolean byClient) {
		this.written.computeIfAbsent(byClient ? stream : ~stream, (key) -> new ArrayList<>()).add(this.next++);
	}

	private long any() {
		return this.open.get(this.random.nextInt(this.open.size()));
	}

	private void settle() throws ProtocolViolation {
		this.pipe.clientSink.refuses = false;
		this.pipe.serverSink.refuses = false;
		this.pipe.clientSink.consumes = true;
		this.pipe.serverSink.consumes = true;
		for (long id : this.open) {
			this.pipe.client.finish(id);
			this.pipe.server.finish(id);
		}
		for (int round = 0; round < 3; round++) {
			this.pipe.client.retryDelivery();
			this.pipe.server.retryDelivery();
			this.pipe.clientSink.consumeAll();
			this.pipe.serverSink.consumeAll();
			this.pipe.run(100_000);
			for (long id : this.open) {
				this.pipe.client.finish(id);
				this.pipe.server.finish(id);
			}
		}
	}

	private void check() {
		this.written.forEach((key, ids) -> {
			boolean byClient = key >= 0;
			long stream = byClient ? key : ~key;
			List<Long> received = (byClient ? this.pipe.serverSink : this.pipe.clientSink).of(stream);
			assertThat(received).doesNotHaveDuplicates();
			if (this.abandoned.contains(stream)) {
				assertThat(ids).containsAll(received);
			}
			else {
				assertThat(received).hasSameSizeAs(ids).containsExactlyInAnyOrderElementsOf(ids);
			}
		});
		assertThat(this.pipe.client.figures().openStreams()).isZero();
		assertThat(this.pipe.server.figures().openStreams()).isZero();
		LossyPipeTests.assertNothingLeft(this.pipe);
	}

}
