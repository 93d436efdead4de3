/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.socket;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mxp.transport.SocketConfig;
import io.mxp.transport.SocketConfig.Driver;
import io.mxp.transport.TransportException;
import io.netty.channel.unix.IntegerUnixChannelOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What cannot work says so, and what fails on the way harms nothing else. */
class PortFailureTests {

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	void aPortInUseIsNamedWithWhatToDo(Driver driver) {
		try (PortFixture a = new PortFixture(driver, PortFixture.LOOPBACK)) {
			assertThatThrownBy(() -> new PortFixture(driver, a.address()))
				.isInstanceOf(TransportException.Configuration.class)
				.hasMessageContaining("127.0.0.1")
				.hasMessageContaining("port " + a.address().getPort())
				.hasMessageContaining("is in use; stop the other process")
				.hasCauseInstanceOf(BindException.class);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	void anAddressOfNobodyHereIsNamed(Driver driver) {
		assertThatThrownBy(() -> new PortFixture(driver, new InetSocketAddress("192.0.2.1", 0)))
			.isInstanceOf(TransportException.Configuration.class)
			.hasMessageContaining("192.0.2.1")
			.hasMessageContaining("no such address")
			.hasCauseInstanceOf(BindException.class);
	}

	@Test
	void anUnresolvedAddressIsNamed() {
		InetSocketAddress address = InetSocketAddress.createUnresolved("nowhere.invalid", 9_000);
		assertThatThrownBy(() -> new PortFixture(Driver.NIO, address))
			.isInstanceOf(TransportException.Configuration.class)
			.hasMessageContaining("nowhere.invalid");
	}

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	void severalPortsShareANumber(Driver driver) {
		SocketConfig config = PortFixture.config(driver);
		DatagramPort.Receiver receiver = (from, bytes, offset, length) -> {
		};
		try (NettyUdpPort first = NettyUdpPort.open(config, PortFixture.LOOPBACK, true, receiver);
				NettyUdpPort second = NettyUdpPort.open(config, first.localAddress(), true, receiver)) {
			assertThat(second.localAddress()).isEqualTo(first.localAddress());
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	void aClosedPortDoesNothingAndFreesItsNumber(Driver driver) {
		PortFixture a = new PortFixture(driver, PortFixture.LOOPBACK);
		InetSocketAddress address = a.address();
		a.close();
		a.close();
		assertThat(a.port.poll(Long.MAX_VALUE)).isZero();
		assertThat(a.port.send(PortFixture.packet(address, 100))).isFalse();
		a.port.wakeup();
		assertThat(a.port.localAddress()).isEqualTo(address);
		try (PortFixture again = new PortFixture(driver, address)) {
			assertThat(again.address()).isEqualTo(address);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	void aSendThatFailsIsCountedAndTheNextOneWorks(Driver driver) {
		try (PortFixture a = new PortFixture(driver, PortFixture.LOOPBACK);
				PortFixture b = new PortFixture(driver, PortFixture.LOOPBACK)) {
			InetSocketAddress nobody = new InetSocketAddress("127.0.0.1", 0);
			assertThat(a.port.send(PortFixture.packet(nobody, 100))).isTrue();
			assertThat(a.port.sendFailures()).isEqualTo(1);
			assertThat(a.port.send(PortFixture.batch(nobody, 3, 100, 100))).isTrue();
			assertThat(a.port.sendFailures()).isEqualTo(4);
			assertThat(a.port.datagramsSent()).isZero();
			assertThat(a.port.bytesSent()).isZero();
			int segments = a.port.maxSegments();
			assertThat(a.port.send(PortFixture.batch(b.address(), 3, 100, 100))).isTrue();
			b.pollUntilReceived(3);
			assertThat(b.received).hasSize(3);
			assertThat(a.port.maxSegments()).isEqualTo(segments);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	void anAddressOfTheOtherFamilyIsAFailureNotAStranger(Driver driver) {
		try (PortFixture a = new PortFixture(driver, PortFixture.LOOPBACK)) {
			assertThat(a.port.send(PortFixture.packet(new InetSocketAddress("::1", 9_000), 100))).isTrue();
			assertThat(a.port.send(PortFixture.packet(InetSocketAddress.createUnresolved("x.invalid", 1), 100)))
				.isTrue();
			assertThat(a.port.sendFailures()).isEqualTo(2);
		}
	}

	@Test
	void aRefusedConnectionIsCountedAndThePortGoesOn() throws IOException {
		try (PortFixture a = new PortFixture(Driver.EPOLL, PortFixture.LOOPBACK);
				PortFixture b = new PortFixture(Driver.EPOLL, PortFixture.LOOPBACK)) {
			// an unconnected socket hears of ECONNREFUSED with IP_RECVERR only
			a.port.channel().config().setOption(new IntegerUnixChannelOption("IP_RECVERR", 0, 11), 1);
			InetSocketAddress dead;
			try (DatagramSocket socket = new DatagramSocket(0, PortFixture.LOOPBACK.getAddress())) {
				dead = new InetSocketAddress(PortFixture.LOOPBACK.getAddress(), socket.getLocalPort());
			}
			for (int i = 0; i < 10; i++) {
				a.port.send(PortFixture.packet(dead, 100));
			}
			a.pollUntil(() -> a.port.sendFailures() + a.port.receiveFailures() > 0);
			assertThat(a.port.sendFailures() + a.port.receiveFailures()).isPositive();
			a.port.send(PortFixture.packet(b.address(), 100));
			a.port.send(PortFixture.packet(b.address(), 100));
			b.pollUntilReceived(1);
			assertThat(b.received).isNotEmpty();
		}
	}

	@Test
	void whereSegmentationIsRefusedPacketsGoOutOneByOne() {
		try (PortFixture a = new PortFixture(Driver.EPOLL, PortFixture.LOOPBACK);
				PortFixture b = new PortFixture(Driver.EPOLL, PortFixture.LOOPBACK)) {
			// the kernel segments nothing for a socket that sends no checksums
			a.port.channel().config().setOption(new IntegerUnixChannelOption("SO_NO_CHECK", 1, 11), 1);
			for (int round = 1; round <= 3; round++) {
				assertThat(a.port.send(PortFixture.batch(b.address(), 20, 1_000, 10))).isTrue();
				b.pollUntilReceived(round * 20);
				assertThat(b.received).hasSize(round * 20);
				assertThat(b.received.get(round * 20 - 1)).hasSize(10).containsOnly(20);
			}
			assertThat(a.port.sendFailures()).isZero();
			assertThat(a.port.datagramsSent()).isEqualTo(60);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	void whatTheReceiverThrowsGoesNoFurther(Driver driver) {
		int[] calls = new int[2];
		DatagramPort.Receiver receiver = new DatagramPort.Receiver() {

			@Override
			public void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length) {
				calls[0]++;
				throw new IllegalStateException("on purpose");
			}

			@Override
			public void onBatchEnd() {
				calls[1]++;
				throw new AssertionError("on purpose");
			}

		};
		Logger logger = (Logger) LoggerFactory.getLogger(DatagramReader.class);
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		logger.setAdditive(false);
		logger.addAppender(log);
		try (PortFixture a = new PortFixture(driver, PortFixture.LOOPBACK);
				NettyUdpPort b = NettyUdpPort.open(PortFixture.config(driver), receiver)) {
			a.port.send(PortFixture.batch(b.localAddress(), 5, 100, 100));
			for (int i = 0; i < 1_000 && calls[0] < 5; i++) {
				b.poll(1_000_000);
			}
			assertThat(calls[0]).isEqualTo(5);
			assertThat(b.datagramsReceived()).isEqualTo(5);
			assertThat(b.receiveFailures()).isEqualTo(calls[0] + calls[1]);
			assertThat(log.list).hasSize(2).allMatch((event) -> event.getThrowableProxy() != null);
		}
		finally {
			logger.detachAppender(log);
			logger.setAdditive(true);
		}
	}

}
