/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.TransportException;
import io.mxp.transport.annotation.MxpCall;
import io.mxp.transport.client.MxpPeers;
import io.mxp.transport.client.MxpRequester;
import io.mxp.transport.client.MxpTemplate;
import io.mxp.transport.client.PeerStatus;
import io.mxp.transport.client.UnknownPeerException;
import io.mxp.transport.exchange.MxpDeadline;
import io.mxp.transport.fake.FakeTransport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Connections, deadlines and addresses of requests. */
class ClientTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final TestAgents agents = TestAgents.inMemory();

	@AfterEach
	void stop() {
		this.agents.close();
	}

	@Test
	void connectionIsMadeOnceAndKept() {
		ConfigurableApplicationContext server = this.agents.start("server", Echo.class);
		ConfigurableApplicationContext client = this.agents.client(server);
		MxpTemplate template = client.getBean(MxpTemplate.class);
		assertThat(template.call("server", "echo", "a", String.class)).isEqualTo("a");
		assertThat(template.call("server", "echo", "b", String.class)).isEqualTo("b");
		assertThat(transport(client).connections()).hasSize(1);
		assertThat(client.getBean(MxpPeers.class).status()).singleElement()
			.satisfies((peer) -> assertThat(peer.state()).isEqualTo(PeerStatus.State.CONNECTED));
	}

	@Test
	void orderedEventsAreSentInOrderAndOthersAsTheyCome() {
		ConfigurableApplicationContext server = this.agents.start("server", Echo.class);
		ConfigurableApplicationContext client = this.agents.client(server);
		MxpRequester requester = client.getBean(MxpRequester.class).to("server");
		requester.event("first").payload("a").ordered().send();
		requester.event("second").payload("b").send();
		requester.event("third").payload("c").ordered().sendAsync().join();
		assertThat(this.agents.network().orderedSends()).isEqualTo(2);
	}

	@Test
	void lostConnectionIsMadeAgain() {
		ConfigurableApplicationContext server = this.agents.start("server", Echo.class);
		ConfigurableApplicationContext client = this.agents.client(server);
		MxpRequester requester = client.getBean(MxpRequester.class).to("server");
		requester.call("echo").payload("a").retrieve(String.class);
		transport(client).connections().forEach((connection) -> connection.close(ErrorCode.NO_ERROR, "gone"));
		assertThat(requester.call("echo").payload("b").retrieve(String.class)).isEqualTo("b");
	}

	@Test
	void unreachablePeerIsTriedAgainAfterAPause() {
		ConfigurableApplicationContext client = this.agents.start("client", TestAgents.Empty.class,
				"mxp.transport.client.peer.server.uri=mxp://127.0.0.1:45000",
				"mxp.transport.client.reconnect.initial-delay=200ms");
		MxpRequester requester = client.getBean(MxpRequester.class).to("server");
		assertThatExceptionOfType(TransportException.HandshakeFailed.class)
			.isThrownBy(() -> requester.call("echo").retrieve(String.class));
		PeerStatus failed = client.getBean(MxpPeers.class).status().get(0);
		assertThat(failed.failedAttempts()).isEqualTo(1);
		assertThat(failed.lastFailure()).contains("No answer");
		this.agents.start("server", Echo.class, "mxp.transport.port=45000");
		// waits for the next attempt, which is due in 200 ms at the latest
		assertThat(requester.call("echo").payload("a").retrieve(String.class)).isEqualTo("a");
		assertThat(client.getBean(MxpPeers.class).status().get(0).failedAttempts()).isZero();
	}

	@Test
	void requiredPeerIsConnectedByItself() {
		ConfigurableApplicationContext client = this.agents.start("client", TestAgents.Empty.class,
				"mxp.transport.client.peer.server.uri=mxp://127.0.0.1:45001",
				"mxp.transport.client.peer.server.required=true", "mxp.transport.client.reconnect.initial-delay=20ms",
				"mxp.transport.client.reconnect.max-delay=50ms");
		this.agents.start("server", Echo.class, "mxp.transport.port=45001");
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> client.getBean(MxpPeers.class).status().get(0).state() == PeerStatus.State.CONNECTED);
	}

	@Test
	void unknownPeerNamesTheKnownOnes() {
		ConfigurableApplicationContext client = this.agents.client(this.agents.start("server", Echo.class));
		MxpRequester requester = client.getBean(MxpRequester.class);
		assertThatExceptionOfType(UnknownPeerException.class)
			.isThrownBy(() -> requester.call("echo").to("serve").retrieve())
			.withMessageContaining("Known peers: server");
		assertThatIllegalStateException().isThrownBy(() -> requester.call("echo").retrieve())
			.withMessageContaining("to(");
	}

	@Test
	void addressesNeedNoName() {
		ConfigurableApplicationContext server = this.agents.start("server", Echo.class);
		MxpRequester requester = this.agents.clientOf(server);
		assertThat(requester.call("echo").to(TestAgents.uri(server)).payload("a").retrieve(String.class))
			.isEqualTo("a");
	}

	@Test
	void expiredDeadlineIsToldAtOnce() {
		MxpRequester requester = this.agents.clientOf(this.agents.start("server", Echo.class));
		requester.call("echo").payload("a").retrieve();
		assertThatExceptionOfType(TransportException.DeadlineExceeded.class)
			.isThrownBy(() -> requester.call("echo").deadline(MxpDeadline.after(Duration.ZERO)).retrieve(String.class));
	}

	@Test
	void futuresMayWaitForOtherCalls() {
		MxpRequester requester = this.agents.clientOf(this.agents.start("server", Echo.class));
		CompletableFuture<String> chained = requester.call("echo")
			.payload("a")
			.retrieveAsync(String.class)
			.thenApply((first) -> first + requester.call("echo").payload("b").retrieve(String.class));
		assertThat(chained).succeedsWithin(PATIENCE).isEqualTo("ab");
	}

	@Test
	void applicationDrainsWhenItStops() {
		ConfigurableApplicationContext server = this.agents.start("server", Echo.class);
		int port = Integer.parseInt(server.getEnvironment().getRequiredProperty("local.mxp.port"));
		FakeTransport running = this.agents.network().find(port);
		server.close();
		assertThat(running.drains()).isEqualTo(1);
		assertThat(this.agents.network().find(port)).isNull();
	}

	@Test
	void callForAnotherAgentIsRefused(@TempDir Path directory) {
		try (TestAgents real = TestAgents.onLoopback(directory)) {
			ConfigurableApplicationContext server = real.start("server", Echo.class);
			MxpRequester requester = real.clientOf(server);
			assertThatExceptionOfType(TransportException.RemoteError.class)
				.isThrownBy(() -> requester.call("echo").target(UUID.randomUUID()).retrieve())
				.satisfies((failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.WRONG_TARGET));
			assertThat(requester.call("echo").payload("a").retrieve(String.class)).isEqualTo("a");
		}
	}

	private static MxpTransport transport(ConfigurableApplicationContext context) {
		return context.getBean(MxpTransport.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class Echo {

		@MxpCall("echo")
		byte[] echo(byte[] payload) {
			return payload;
		}

	}

}
