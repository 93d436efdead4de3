/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.mxp.transport.Requirement;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.LittleEndian;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Datagrams that come to the socket of a loop that does not own their connection. */
class RedirectLimitTests {

	private static final int DATAGRAM_BYTES = 100;

	@Test
	@Requirement("SEC-53")
	void aLoopThatDoesNotKeepUpIsSentNoMoreThanItsLimit() {
		CountDownLatch busy = new CountDownLatch(1);
		try (TransportPair pair = TransportPair.with(new Inbox())
			.server((config) -> config.withSocket(config.socket().withEventLoops(2)))
			.start()) {
			EventLoop asked = pair.server().loops().get(0);
			EventLoop owner = pair.server().loops().get(1);
			owner.execute(() -> Gate.awaitQuietly(busy));
			byte[] datagram = new byte[DATAGRAM_BYTES];
			for (long id = 0; asked.ids().loopOf(LittleEndian.getLong(datagram, 0)) != 1; id += 256) {
				LittleEndian.putLong(datagram, 0, id);
			}
			send(asked, datagram, LoopPeers.MAX_REDIRECTED);
			assertThat(drops(asked, DropReason.LOOP_BUSY)).isZero();
			assertThat(owner.redirected()).hasValue(LoopPeers.MAX_REDIRECTED);
			send(asked, datagram, 1);
			assertThat(drops(asked, DropReason.LOOP_BUSY)).isEqualTo(1);
			assertThat(owner.redirected()).hasValue(LoopPeers.MAX_REDIRECTED);
			busy.countDown();
			Await.untilEquals(() -> drops(owner, DropReason.UNKNOWN_CONNECTION) + drops(owner, DropReason.BAD_HEADER),
					(long) LoopPeers.MAX_REDIRECTED);
			assertThat(owner.redirected()).hasValue(0);
		}
		finally {
			busy.countDown();
		}
	}

	private static void send(EventLoop loop, byte[] datagram, int times) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		InetSocketAddress from = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
		loop.execute(() -> {
			for (int i = 0; i < times; i++) {
				loop.onDatagram(from, datagram, 0, datagram.length);
			}
			done.complete(null);
		});
		Await.result(done);
	}

	private static long drops(EventLoop loop, DropReason reason) {
		CompletableFuture<Long> count = new CompletableFuture<>();
		loop.execute(() -> count.complete(loop.endpoint().drops().of(reason)));
		return Await.result(count);
	}

}
