/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.socket;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.mxp.transport.SocketConfig.Driver;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A poll without end returns for a wakeup; a lost one would hang the test. */
@Timeout(120)
class PortWakeupTests {

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	void aWakeupBeforeThePollIsRemembered(Driver driver) throws InterruptedException {
		try (PortFixture a = new PortFixture(driver, PortFixture.LOOPBACK)) {
			Thread waker = new Thread(a.port::wakeup);
			waker.start();
			waker.join();
			assertThat(a.port.poll(Long.MAX_VALUE)).isZero();
			a.port.wakeup();
			assertThat(a.port.poll(Long.MAX_VALUE)).isZero();
		}
	}

	/** Each round may catch the poll before, while and after it falls asleep. */
	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	void aWakeupEndsThePollThatWaits(Driver driver) throws InterruptedException {
		int rounds = 3_000;
		AtomicInteger asked = new AtomicInteger();
		SynchronousQueue<Integer> go = new SynchronousQueue<>();
		CountDownLatch ready = new CountDownLatch(1);
		try (PortFixture a = new PortFixture(driver, PortFixture.LOOPBACK)) {
			Thread waker = new Thread(() -> {
				ready.countDown();
				for (int i = 1; i <= rounds; i++) {
					take(go);
					for (int spin = 0; spin < i % 64; spin++) {
						Thread.onSpinWait();
					}
					asked.set(i);
					a.port.wakeup();
				}
			});
			waker.start();
			ready.await();
			for (int i = 1; i <= rounds; i++) {
				go.put(i);
				while (asked.get() < i) {
					a.port.poll(Long.MAX_VALUE);
				}
			}
			waker.join();
			assertThat(asked.get()).isEqualTo(rounds);
		}
	}

	private static void take(SynchronousQueue<Integer> queue) {
		try {
			queue.take();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
