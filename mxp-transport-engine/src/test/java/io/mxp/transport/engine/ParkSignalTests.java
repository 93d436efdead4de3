/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.mxp.transport.SocketConfig;
import io.mxp.transport.SocketConfig.Driver;
import io.mxp.transport.socket.DatagramPort;
import io.mxp.transport.socket.NettyUdpPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The consumer sleeps without a time limit: one lost wakeup would hang the test. */
@Timeout(120)
class ParkSignalTests {

	private static final int RECORDS = 20_000;

	private final ByteRing ring = new ByteRing(1 << 12);

	private final AtomicInteger consumed = new AtomicInteger();

	@Test
	void onlyASleepingConsumerIsWoken() {
		AtomicInteger wakeups = new AtomicInteger();
		ParkSignal signal = new ParkSignal(wakeups::incrementAndGet);
		signal.signal();
		assertThat(wakeups).hasValue(0);
		signal.announce();
		signal.signal();
		signal.signal();
		assertThat(wakeups).hasValue(1);
		signal.announce();
		signal.awake();
		signal.signal();
		assertThat(wakeups).hasValue(1);
	}

	@Test
	void aParkedThreadMissesNothing() throws InterruptedException {
		AtomicReference<ParkSignal> signal = new AtomicReference<>();
		Thread consumer = new Thread(() -> {
			signal.set(ParkSignal.of(Thread.currentThread()));
			consume(signal.get(), LockSupport::park);
		});
		consumer.start();
		produce(signal);
		consumer.join();
		assertThat(this.consumed).hasValue(RECORDS);
	}

	@ParameterizedTest
	@EnumSource(value = Driver.class, names = { "NIO", "AUTO" })
	void aPollingThreadMissesNothing(Driver driver) throws InterruptedException {
		AtomicReference<ParkSignal> signal = new AtomicReference<>();
		SocketConfig config = SocketConfig.defaults()
			.withDriver(driver)
			.withBindAddress(new InetSocketAddress("127.0.0.1", 0));
		Thread consumer = new Thread(() -> {
			try (DatagramPort port = NettyUdpPort.open(config, (from, bytes, offset, length) -> {
			})) {
				signal.set(ParkSignal.of(port));
				consume(signal.get(), () -> port.poll(Long.MAX_VALUE));
			}
		});
		consumer.start();
		produce(signal);
		consumer.join();
		assertThat(this.consumed).hasValue(RECORDS);
	}

	private void consume(ParkSignal signal, Runnable sleep) {
		while (this.consumed.get() < RECORDS) {
			signal.announce();
			if (!this.ring.peek()) {
				sleep.run();
			}
			signal.awake();
			while (this.ring.peek()) {
				this.ring.release();
				this.consumed.incrementAndGet();
			}
		}
	}

	/** Now and then lets the consumer catch up, so that it falls asleep often. */
	private void produce(AtomicReference<ParkSignal> signal) {
		while (signal.get() == null) {
			Thread.yield();
		}
		for (int i = 0; i < RECORDS; i++) {
			int index = this.ring.claim(8);
			while (index < 0) {
				Thread.yield();
				index = this.ring.claim(8);
			}
			this.ring.commit(index, 8, i, 0, 0, 0, null);
			signal.get().signal();
			while (i % 3 == 0 && this.consumed.get() <= i) {
				Thread.yield();
			}
		}
	}

}
