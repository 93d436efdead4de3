/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.impairment;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The proxy between plain sockets: a server that the test plays itself, and clients. */
class ImpairmentProxyTests {

	private static final int BOUND_MILLIS = 30_000;

	private DatagramSocket server;

	private final List<DatagramSocket> clients = new ArrayList<>();

	@BeforeEach
	void open() throws IOException {
		this.server = socket();
	}

	@AfterEach
	void close() {
		this.server.close();
		this.clients.forEach(DatagramSocket::close);
	}

	@Test
	void everyClientHasAPortOfItsOwnAndGetsItsOwnAnswers() throws Exception {
		try (ImpairmentProxy proxy = proxy(Impairment.none())) {
			DatagramSocket one = client();
			DatagramSocket two = client();
			send(one, "one", proxy.address());
			DatagramPacket fromOne = receive(this.server);
			send(two, "two", proxy.address());
			DatagramPacket fromTwo = receive(this.server);
			assertThat(text(fromOne)).isEqualTo("one");
			assertThat(text(fromTwo)).isEqualTo("two");
			assertThat(fromOne.getPort()).isNotEqualTo(fromTwo.getPort());
			send(this.server, "to two", fromTwo.getSocketAddress());
			send(this.server, "to one", fromOne.getSocketAddress());
			assertThat(text(receive(one))).isEqualTo("to one");
			assertThat(text(receive(two))).isEqualTo("to two");
		}
	}

	@Test
	void rebindingChangesThePortThatTheServerSees() throws Exception {
		try (ImpairmentProxy proxy = proxy(Impairment.none())) {
			DatagramSocket client = client();
			send(client, "before", proxy.address());
			DatagramPacket before = receive(this.server);
			List<Integer> ports = proxy.rebind().get(BOUND_MILLIS, TimeUnit.MILLISECONDS);
			send(this.server, "to the former port", before.getSocketAddress());
			send(client, "after", proxy.address());
			DatagramPacket after = receive(this.server);
			assertThat(ports).containsExactly(after.getPort()).doesNotContain(before.getPort());
			send(this.server, "to the new port", after.getSocketAddress());
			assertThat(text(receive(client))).isEqualTo("to the new port");
		}
	}

	@Test
	void aDirectionThatLosesEverythingDeliversNothing() throws Exception {
		try (ImpairmentProxy proxy = proxy(Impairment.none().withLoss(1))) {
			DatagramSocket client = client();
			for (int i = 0; i < 10; i++) {
				send(client, "lost", proxy.address());
			}
			until(() -> proxy.toServer().lost() == 10);
			proxy.impairToServer(Impairment.none().withDuplication(1));
			send(client, "twice", proxy.address());
			assertThat(text(receive(this.server))).isEqualTo("twice");
			assertThat(text(receive(this.server))).isEqualTo("twice");
			until(() -> proxy.toServer().delivered() == 2);
			assertThat(proxy.toServer()).isEqualTo(new ImpairmentCounters(11, 10, 0, 0, 0, 1, 2, 0));
		}
	}

	@Test
	void closeFreesPortAndThread() throws Exception {
		ImpairmentProxy proxy = proxy(Impairment.none());
		send(client(), "hello", proxy.address());
		receive(this.server);
		proxy.close();
		proxy.close();
		assertThat(proxy.rebind()).isCancelled();
		assertThat(Thread.getAllStackTraces().keySet())
			.noneMatch((thread) -> thread.getName().equals("impairment-" + proxy.address().getPort()));
		try (DatagramSocket same = new DatagramSocket(proxy.address())) {
			assertThat(same.isBound()).isTrue();
		}
	}

	private ImpairmentProxy proxy(Impairment impairment) {
		return ImpairmentProxy.start((InetSocketAddress) this.server.getLocalSocketAddress(), 1, impairment);
	}

	private DatagramSocket client() throws IOException {
		DatagramSocket client = socket();
		this.clients.add(client);
		return client;
	}

	private static DatagramSocket socket() throws IOException {
		DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
		socket.setSoTimeout(BOUND_MILLIS);
		return socket;
	}

	private static void send(DatagramSocket socket, String text, SocketAddress to) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		socket.send(new DatagramPacket(bytes, bytes.length, to));
	}

	private static DatagramPacket receive(DatagramSocket socket) throws IOException {
		DatagramPacket packet = new DatagramPacket(new byte[100], 100);
		try {
			socket.receive(packet);
			return packet;
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("nothing came within " + BOUND_MILLIS + " ms", ex);
		}
	}

	private static String text(DatagramPacket packet) {
		return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
	}

	private static void until(BooleanSupplier condition) {
		LossyPair.until("the counters are as expected", condition);
	}

}
