/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.mxp.transport.CallRequest;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.DeliveryConfig;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.Reply;
import io.mxp.transport.SocketConfig;
import io.mxp.transport.SocketConfig.Driver;
import io.mxp.transport.StreamRequest;
import io.mxp.transport.TransportConfig;
import io.netty.channel.epoll.Epoll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The same story under every setting that changes which code runs: a call, messages of
 * three sizes, a datagram, a stream there and a streamed answer back.
 */
class ConfigurationMatrixTests {

	static Stream<Arguments> settings() {
		return Stream.of(setting("nio", (config) -> socket(config, (socket) -> socket.withDriver(Driver.NIO))),
				setting("epoll", (config) -> socket(config, (socket) -> socket.withDriver(Driver.EPOLL))),
				setting("nio, spin",
						(config) -> socket(config,
								(socket) -> socket.withDriver(Driver.NIO).withIdle(SocketConfig.Idle.SPIN))),
				setting("epoll, spin",
						(config) -> socket(config,
								(socket) -> socket.withDriver(Driver.EPOLL).withIdle(SocketConfig.Idle.SPIN))),
				setting("handlers on the event loop",
						(config) -> config.withDelivery(config.delivery().withMode(DeliveryConfig.Mode.EVENT_LOOP))),
				setting("handlers on the event loop, nio",
						(config) -> socket(
								config.withDelivery(config.delivery().withMode(DeliveryConfig.Mode.EVENT_LOOP)),
								(socket) -> socket.withDriver(Driver.NIO))),
				setting("least queues between threads",
						(config) -> config
							.withDelivery(new DeliveryConfig(DeliveryConfig.Mode.THREAD, 65_536, 65_536))),
				setting("ChaCha20 alone", (config) -> suites(config, CipherSuite.CHACHA20_POLY1305_SHA256)),
				setting("AES-256-GCM alone", (config) -> suites(config, CipherSuite.AES_256_GCM_SHA256)),
				setting("suites by hardware", (config) -> suites(config)),
				setting("noise-java",
						(config) -> config
							.withHandshake(config.handshake().withNoiseProvider(HandshakeConfig.NOISE_JAVA))),
				setting("datagrams of 1,452", (config) -> datagrams(config, 1_452)),
				setting("datagrams of 8,192", (config) -> datagrams(config, 8_192)),
				setting("datagrams of 60,000", (config) -> datagrams(config, 60_000)),
				setting("datagrams of 60,000, nio",
						(config) -> socket(datagrams(config, 60_000), (socket) -> socket.withDriver(Driver.NIO))),
				setting("least windows",
						(config) -> config.withFlow(config.flow()
							.withConnectionWindowBytes(64 * 1024)
							.withStreamWindowBytes(8 * 1024)
							.withBandWindowBytes(32 * 1024)
							.withStreamSendBufferBytes(32 * 1024))));
	}

	private static Arguments setting(String name, UnaryOperator<TransportConfig> change) {
		return arguments(name, change);
	}

	private static TransportConfig socket(TransportConfig config, UnaryOperator<SocketConfig> change) {
		return config.withSocket(change.apply(config.socket()));
	}

	private static TransportConfig suites(TransportConfig config, CipherSuite... suites) {
		return config.withHandshake(config.handshake().withSuites(List.of(suites)));
	}

	private static TransportConfig datagrams(TransportConfig config, int bytes) {
		return socket(config, (socket) -> socket.withMaxDatagramBytes(bytes));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("settings")
	void everythingWorksAtBothSides(String name, UnaryOperator<TransportConfig> change) {
		assumeDriver(change);
		assertStory(TransportPair.with(new Inbox()).both(change));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("settings")
	void everythingWorksAtTheClientAlone(String name, UnaryOperator<TransportConfig> change) {
		assumeDriver(change);
		assertStory(TransportPair.with(new Inbox()).client(change));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("settings")
	void everythingWorksAtTheServerAlone(String name, UnaryOperator<TransportConfig> change) {
		assumeDriver(change);
		assertStory(TransportPair.with(new Inbox()).server(change));
	}

	private static void assumeDriver(UnaryOperator<TransportConfig> change) {
		if (change.apply(TransportConfig.defaults()).socket().driver() == Driver.EPOLL) {
			assumeEpoll();
		}
	}

	private static void assumeEpoll() {
		assumeThat(Epoll.isAvailable()).as("the native library of epoll is there: " + Epoll.unavailabilityCause())
			.isTrue();
	}

	/** Answers calls for "say" by a stream, keeps the rest. */
	private static final class Talker extends Inbox {

		private final Chunks heard = new Chunks();

		Talker() {
			listening((stream) -> this.heard);
		}

		@Override
		void onCall(InboundMessage call) {
			if ("say".equals(call.subject())) {
				byte[] argument = call.copyPayload();
				call.responder().stream(MessageMetadata.EMPTY, new Chunks()).thenAccept((stream) -> {
					for (int i = 0; i < 20; i++) {
						stream.send(ByteBuffer.wrap(argument));
					}
					stream.finish();
				});
			}
			else {
				super.onCall(call);
			}
		}

	}

	private static void assertStory(TransportPair.Setup setup) {
		Talker talker = new Talker();
		try (LogCapture log = LogCapture.begin(); TransportPair pair = setup.handler(talker).start()) {
			MxpConnection connection = pair.connect();
			List<CompletableFuture<Reply>> replies = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				replies.add(connection.call(CallRequest.of("echo", TransportPair.payload(i * 7, i))));
			}
			for (int i = 0; i < 100; i++) {
				assertThat(Await.result(replies.get(i)).bytes()).isEqualTo(TransportPair.content(i * 7, i));
			}
			for (int size : new int[] { 10, 15_000, 300_000 }) {
				assertThat(connection.send(MessageType.AGENT_REGISTER, MessageMetadata.EMPTY,
						TransportPair.payload(size, size)))
					.isTrue();
				assertThat(talker.nextMessage().payload()).isEqualTo(TransportPair.content(size, size));
			}
			assertThat(connection.datagram(MessageType.EVENT, MessageMetadata.EMPTY, Inbox.bytes("tick"))).isTrue();
			assertThat(talker.nextMessage().datagram()).isTrue();
			assertStreams(connection, talker);
			StreamTests.untilNoStreams(pair);
			assertThat(log.errors()).isEmpty();
		}
	}

	private static void assertStreams(MxpConnection connection, Talker talker) {
		MxpStream stream = Await.result(connection.openStream(StreamRequest.of("up").unidirectional(), new Chunks()));
		for (int i = 0; i < 50; i++) {
			Await.result(stream.send(TransportPair.payload(3_000, i)));
		}
		stream.finish();
		for (int i = 0; i < 50; i++) {
			assertThat(talker.heard.next()).isEqualTo(TransportPair.content(3_000, i));
		}
		talker.heard.awaitFinished();
		Chunks answer = new Chunks();
		connection.callForStream(CallRequest.of("say", Inbox.bytes("so it is")), answer);
		for (int i = 0; i < 20; i++) {
			assertThat(answer.nextText()).isEqualTo("so it is");
		}
		answer.awaitFinished();
	}

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	void theDriverInUseIsNamed(Driver driver) {
		if (driver == Driver.EPOLL) {
			assumeEpoll();
		}
		try (TransportPair pair = TransportPair.with(new Inbox())
			.both((config) -> socket(config, (socket) -> socket.withDriver(driver)))
			.start()) {
			assertThat(pair.server().socketTransport()).isEqualTo(driver.name().toLowerCase(Locale.ROOT));
			assertThat(TransportPair.echo(pair.connect(), "x")).isEqualTo("x");
		}
	}

	@ParameterizedTest(name = "server {0}, client {1}")
	@MethodSource("loops")
	void severalEventLoopsShareOnePort(int serverLoops, int clientLoops) {
		assumeEpoll();
		Inbox inbox = new Inbox();
		try (LogCapture log = LogCapture.begin();
				TransportPair pair = TransportPair.with(inbox)
					.server((config) -> socket(config,
							(socket) -> socket.withDriver(Driver.EPOLL).withEventLoops(serverLoops)))
					.client((config) -> socket(config,
							(socket) -> socket.withDriver(Driver.EPOLL).withEventLoops(clientLoops)))
					.start()) {
			List<MxpConnection> connections = new ArrayList<>();
			for (int i = 0; i < 16; i++) {
				connections.add(pair.connect());
			}
			List<CompletableFuture<Reply>> replies = new ArrayList<>();
			for (int i = 0; i < 160; i++) {
				replies.add(connections.get(i % 16).call(CallRequest.of("echo", Inbox.bytes("call " + i))));
			}
			for (int i = 0; i < 160; i++) {
				assertThat(Await.result(replies.get(i)).text()).isEqualTo("call " + i);
			}
			assertThat(pair.client().snapshot().loops()).hasSize(clientLoops)
				.allSatisfy((loop) -> assertThat(loop.connections()).isEqualTo(16 / clientLoops));
			assertThat(pair.server().snapshot().connections()).isEqualTo(16);
			assertThat(pair.server().snapshot().halfOpen()).isZero();
			connections.forEach(MxpConnection::close);
			EngineState.of(pair.server()).awaitEmpty();
			EngineState.of(pair.client()).awaitEmpty();
			assertThat(log.errors()).isEmpty();
		}
	}

	static Stream<Arguments> loops() {
		return Stream.of(arguments(2, 1), arguments(1, 2), arguments(2, 2), arguments(4, 4));
	}

}
