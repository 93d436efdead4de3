/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.socket;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;

import io.mxp.transport.Attack;
import io.mxp.transport.SocketConfig.Driver;
import io.mxp.transport.packet.TransmitBatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** What goes in at one end comes out at the other. */
class NettyUdpPortTests {

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	void sendsAndReceivesOverIpv4(Driver driver) {
		try (PortFixture a = new PortFixture(driver, PortFixture.LOOPBACK);
				PortFixture b = new PortFixture(driver, PortFixture.LOOPBACK)) {
			exchange(a, b, b.address());
			assertThat(a.port.driver()).isEqualTo(driver.name().toLowerCase(java.util.Locale.ROOT));
			assertThat(a.port.receiveBufferBytes()).isPositive();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	void sendsAndReceivesOverIpv6(Driver driver) throws IOException {
		PortFixture.assumeIpv6();
		try (PortFixture a = new PortFixture(driver, PortFixture.LOOPBACK6);
				PortFixture b = new PortFixture(driver, PortFixture.LOOPBACK6)) {
			exchange(a, b, b.address());
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	void aWildcardServesBothFamilies(Driver driver) throws IOException {
		PortFixture.assumeIpv6();
		try (PortFixture a4 = new PortFixture(driver, PortFixture.LOOPBACK);
				PortFixture a6 = new PortFixture(driver, PortFixture.LOOPBACK6);
				PortFixture b = new PortFixture(driver, new InetSocketAddress("0.0.0.0", 0))) {
			exchange(a4, b, b.addressAt(a4.address().getAddress()));
			exchange(a6, b, b.addressAt(a6.address().getAddress()));
		}
	}

	/** There and back; the sender's address is one that can be answered. */
	private static void exchange(PortFixture a, PortFixture b, InetSocketAddress to) {
		int before = b.received.size();
		assertThat(a.port.send(PortFixture.packet(to, 1_200))).isTrue();
		b.pollUntilReceived(before + 1);
		assertThat(b.received.get(before)).hasSize(1_200).containsOnly(1);
		InetSocketAddress from = b.senders.get(before);
		assertThat(from.getPort()).isEqualTo(a.address().getPort());
		assertThat(from.getAddress()).isEqualTo(a.address().getAddress());
		assertThat(b.port.send(PortFixture.packet(from, 7))).isTrue();
		a.pollUntilReceived(1);
		assertThat(a.received.get(0)).hasSize(7);
		assertThat(a.port.datagramsSent()).isEqualTo(1);
		assertThat(a.port.bytesSent()).isEqualTo(1_200);
		assertThat(a.port.datagramsReceived()).isEqualTo(1);
		assertThat(a.port.bytesReceived()).isEqualTo(7);
	}

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	void aFullBatchArrivesAsItsPackets(Driver driver) {
		try (PortFixture a = new PortFixture(driver, PortFixture.LOOPBACK);
				PortFixture b = new PortFixture(driver, PortFixture.LOOPBACK)) {
			TransmitBatch batch = PortFixture.batch(b.address(), 64, 1_000, 333);
			assertThat(a.port.send(batch)).isTrue();
			b.pollUntilReceived(64);
			assertThat(b.received).hasSize(64);
			for (int i = 0; i < 64; i++) {
				assertThat(b.received.get(i)).hasSize((i == 63) ? 333 : 1_000).containsOnly(i + 1);
			}
			assertThat(b.senders).containsOnly(a.address());
			assertThat(b.batches).isPositive();
			assertThat(a.port.datagramsSent()).isEqualTo(64);
			assertThat(a.port.bytesSent()).isEqualTo(63 * 1_000 + 333);
			assertThat(a.port.sendFailures()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	void manyBatchesKeepTheirOrder(Driver driver) {
		try (PortFixture a = new PortFixture(driver, PortFixture.LOOPBACK);
				PortFixture b = new PortFixture(driver, PortFixture.LOOPBACK)) {
			for (int round = 0; round < 100; round++) {
				int packets = 1 + round % 50;
				int before = b.received.size();
				assertThat(a.port.send(PortFixture.batch(b.address(), packets, 1_200 - round, 100))).isTrue();
				b.pollUntilReceived(before + packets);
				assertThat(b.received).hasSize(before + packets);
				assertThat(b.received.get(before + packets - 1)).hasSize(100).containsOnly(packets);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	void theLargestDatagramsPass(Driver driver) throws IOException {
		try (PortFixture a = new PortFixture(driver, PortFixture.LOOPBACK);
				PortFixture b = new PortFixture(driver, PortFixture.LOOPBACK);
				DatagramSocket plain = new DatagramSocket(0, PortFixture.LOOPBACK.getAddress())) {
			assertThat(a.port.send(PortFixture.packet(b.address(), 65_000))).isTrue();
			b.pollUntilReceived(1);
			assertThat(b.received.get(0)).hasSize(65_000).containsOnly(1);
			plain.send(new DatagramPacket(new byte[65_507], 65_507, b.address()));
			b.pollUntilReceived(2);
			assertThat(b.received.get(1)).hasSize(65_507);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	@Attack("A38")
	void emptyDatagramsAreHandedOn(Driver driver) throws IOException {
		try (PortFixture b = new PortFixture(driver, PortFixture.LOOPBACK);
				DatagramSocket plain = new DatagramSocket(0, PortFixture.LOOPBACK.getAddress())) {
			plain.send(new DatagramPacket(new byte[0], 0, b.address()));
			plain.send(new DatagramPacket(new byte[5], 5, b.address()));
			plain.send(new DatagramPacket(new byte[0], 0, b.address()));
			b.pollUntilReceived(3);
			assertThat(b.received).extracting((bytes) -> bytes.length).containsExactly(0, 5, 0);
			assertThat(b.port.receiveFailures()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	void anEmptyBatchIsNoWork(Driver driver) {
		try (PortFixture a = new PortFixture(driver, PortFixture.LOOPBACK)) {
			TransmitBatch batch = new TransmitBatch();
			batch.begin(a.address());
			assertThat(a.port.send(batch)).isTrue();
			assertThat(a.port.datagramsSent()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	void oneSenderHasOneAddressObject(Driver driver) {
		try (PortFixture a = new PortFixture(driver, PortFixture.LOOPBACK);
				PortFixture b = new PortFixture(driver, PortFixture.LOOPBACK)) {
			a.port.send(PortFixture.packet(b.address(), 10));
			b.pollUntilReceived(1);
			a.port.send(PortFixture.packet(b.address(), 10));
			b.pollUntilReceived(2);
			assertThat(b.senders.get(1)).isSameAs(b.senders.get(0));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	void pollCountsWhatItHandedOver(Driver driver) {
		try (PortFixture a = new PortFixture(driver, PortFixture.LOOPBACK);
				PortFixture b = new PortFixture(driver, PortFixture.LOOPBACK)) {
			assertThat(b.port.poll(0)).isZero();
			a.port.send(PortFixture.batch(b.address(), 10, 100, 100));
			int sum = 0;
			for (int i = 0; i < 1_000 && sum < 10; i++) {
				sum += b.port.poll(1_000_000);
			}
			assertThat(sum).isEqualTo(10);
			assertThat(b.received).hasSize(10);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	void segmentsAreWhatTheDriverCan(Driver driver) {
		try (PortFixture a = new PortFixture(driver, PortFixture.LOOPBACK)) {
			if (driver == Driver.NIO) {
				assertThat(a.port.maxSegments()).isEqualTo(1);
				return;
			}
			assumeThat(io.netty.channel.epoll.EpollDatagramChannel.isSegmentedDatagramPacketSupported()).isTrue();
			assertThat(a.port.maxSegments()).isEqualTo(64);
			assertThat(a.port.channel().config().getOption(io.netty.channel.epoll.EpollChannelOption.UDP_GRO)).isTrue();
		}
	}

}
