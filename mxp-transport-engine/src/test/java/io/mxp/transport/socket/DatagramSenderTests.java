/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import io.mxp.transport.Attack;
import io.mxp.transport.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

/** A socket that takes nothing for a while. */
class DatagramSenderTests {

	private static final InetSocketAddress TO = new InetSocketAddress("127.0.0.1", 9_000);

	private final PortCounters counters = new PortCounters();

	@Test
	void aFullSocketHoldsOneBatchAndRefusesTheNext() {
		FullChannel channel = new FullChannel();
		DatagramSender sender = new DatagramSender(channel, this.counters, false, true);
		assertThat(sender.send(PortFixture.batch(TO, 3, 100, 50))).isTrue();
		assertThat(this.counters.datagramsSent).isZero();
		for (int i = 0; i < 10; i++) {
			assertThat(sender.send(PortFixture.batch(TO, 3, 100, 50))).isFalse();
		}
		assertThat(this.counters.sendsRefused).isEqualTo(10);
		assertThat(channel.unsafe().outboundBuffer().size()).isEqualTo(3);

		channel.full = false;
		channel.flush();
		sender.settle();
		assertThat(this.counters.datagramsSent).isEqualTo(3);
		assertThat(this.counters.bytesSent).isEqualTo(250);
		assertThat(sender.send(PortFixture.packet(TO, 10))).isTrue();
		assertThat(this.counters.datagramsSent).isEqualTo(4);
		channel.releaseOutbound();
		sender.release();
		channel.close();
	}

	@Test
	@Requirement("SEC-45")
	@Attack("A37")
	void fragmentsAreAllowedOnceEven1200BytesAreTooLong() {
		FullChannel channel = new FullChannel();
		DatagramSender sender = new DatagramSender(channel, this.counters, false, true);
		AtomicInteger allowed = new AtomicInteger();
		sender.onBaseTooLong(allowed::incrementAndGet);
		sender.send(PortFixture.packet(TO, 1_201));
		sender.onFailure(new IOException("Message too long"));
		assertThat(allowed).hasValue(0);
		channel.full = false;
		channel.flush();
		sender.settle();
		assertThat(this.counters.sendFailures).isEqualTo(1);
		channel.full = true;
		sender.send(PortFixture.packet(TO, 1_200));
		sender.onFailure(new IOException("Connection refused"));
		assertThat(allowed).hasValue(0);
		sender.onFailure(new IOException("Message too long"));
		assertThat(allowed).hasValue(1);
		channel.full = false;
		channel.flush();
		channel.releaseOutbound();
		sender.release();
		channel.close();
	}

	/** Never ready to write while {@code full}. */
	private static final class FullChannel extends EmbeddedChannel {

		private boolean full = true;

		@Override
		protected void doWrite(ChannelOutboundBuffer in) throws Exception {
			if (!this.full) {
				super.doWrite(in);
			}
		}

	}

}
