/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.ConnectRequest;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MxpAddress;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.Requirement;
import io.mxp.transport.ServerConfig;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TransportException;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.security.CertificateAuthority;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Connections that must not come to be: each is a typed error to whoever asked for it, in
 * time, and leaves nothing behind.
 */
class RefusalTests {

	private static final Duration SHORT = Duration.ofMillis(300);

	private static final TransportConfig SERVER = TransportConfig.bind("127.0.0.1", 0);

	private static final TransportConfig CLIENT = SERVER.withServer(ServerConfig.defaults().withAccept(false));

	private final SecureRandom random = new SecureRandom();

	private final Instant now = Instant.now();

	private final CertificateAuthority authority = CertificateAuthority.create("House", "house.test",
			Duration.ofDays(3650), this.now.minus(Duration.ofDays(30)), this.random);

	private final AgentIdentity server = certified("server", Duration.ofDays(1), this.now);

	private final AgentIdentity client = certified("client", Duration.ofDays(1), this.now);

	private final TrustPolicy house = trusting(this.authority);

	private AgentIdentity certified(String name, Duration life, Instant from) {
		return this.authority.issueIdentity(UUID.randomUUID(), name, life, from, this.random);
	}

	private static TrustPolicy trusting(CertificateAuthority authority) {
		return TrustPolicy.builder().trustAuthority(authority.certificate()).build();
	}

	/** The failure of one attempt, after which neither side holds anything. */
	private static TransportException.HandshakeFailed failure(AgentIdentity server, TrustPolicy serverTrust,
			AgentIdentity client, TrustPolicy clientTrust) {
		return failure(SERVER, server, serverTrust, CLIENT, client, clientTrust);
	}

	private static TransportException.HandshakeFailed failure(TransportConfig serverConfig, AgentIdentity server,
			TrustPolicy serverTrust, TransportConfig clientConfig, AgentIdentity client, TrustPolicy clientTrust) {
		Inbox inbox = new Inbox();
		try (LogCapture log = LogCapture.begin();
				MxpTransportEngine listening = MxpTransportEngine.start(serverConfig, server, serverTrust, inbox);
				MxpTransportEngine asking = MxpTransportEngine.start(clientConfig, client, clientTrust, new Inbox())) {
			ConnectRequest request = ConnectRequest.to(TransportPair.address(listening))
				.withServerKey(server.staticKey());
			TransportException.HandshakeFailed failure = Await.failure(asking.connect(request),
					TransportException.HandshakeFailed.class);
			EngineState.of(listening).awaitEmpty();
			EngineState.of(asking).awaitEmpty();
			assertThat(asking.snapshot().get(Counter.HANDSHAKES_FAILED)
					+ listening.snapshot().get(Counter.HANDSHAKES_FAILED))
				.isPositive();
			assertThat(listening.connections()).isEmpty();
			assertThat(log.errors()).isEmpty();
			return failure;
		}
	}

	@Test
	void certificatesOfOneHouseAreFine() {
		try (MxpTransportEngine listening = MxpTransportEngine.start(SERVER, this.server, this.house, new Inbox());
				MxpTransportEngine asking = MxpTransportEngine.start(CLIENT, this.client, this.house, new Inbox())) {
			ConnectRequest request = ConnectRequest.to(TransportPair.address(listening))
				.withServerKey(this.server.staticKey());
			assertThat(TransportPair.echo(Await.result(asking.connect(request)), "hi")).isEqualTo("hi");
		}
	}

	@Test
	void nobodyListens() throws IOException {
		int port = freePort();
		try (MxpTransportEngine asking = MxpTransportEngine
			.start(CLIENT.withHandshake(CLIENT.handshake().withTimeout(SHORT)), this.client, this.house, new Inbox())) {
			ConnectRequest request = ConnectRequest.to(new MxpAddress("127.0.0.1", port))
				.withServerKey(this.server.staticKey());
			TransportException.HandshakeFailed failure = Await.failure(asking.connect(request),
					TransportException.HandshakeFailed.class);
			assertThat(failure.code()).isIn(ErrorCode.HANDSHAKE_TIMEOUT, ErrorCode.PEER_UNREACHABLE);
			assertThat(failure).hasMessageContaining("127.0.0.1:" + port)
				.hasMessageContaining("Check that an MXP server listens there");
			EngineState.of(asking).awaitEmpty();
			assertThat(asking.snapshot().get(Counter.SEND_FAILURES)).isNotNegative();
		}
	}

	@Test
	@Requirement("SEC-11")
	void theRequestsOwnTimeoutIsKeptAndItsHandshakeFreed() throws IOException {
		int port = freePort();
		try (MxpTransportEngine asking = MxpTransportEngine.start(
				CLIENT.withHandshake(CLIENT.handshake().withTimeout(Duration.ofSeconds(2))), this.client, this.house,
				new Inbox())) {
			ConnectRequest request = ConnectRequest.to(new MxpAddress("127.0.0.1", port))
				.withServerKey(this.server.staticKey())
				.withTimeout(Duration.ofMillis(50));
			TransportException.HandshakeFailed failure = Await.failure(asking.connect(request),
					TransportException.HandshakeFailed.class);
			assertThat(failure.code()).isEqualTo(ErrorCode.HANDSHAKE_TIMEOUT);
			EngineState.of(asking).awaitEmpty();
		}
	}

	@Test
	@Requirement("SEC-11")
	void aServerThatNeverConfirmsIsNoConnectionThoughThereAreKeys() throws IOException {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.with(inbox)
			.client((config) -> config.withHandshake(config.handshake().withTimeout(SHORT)))
			.start(); UdpRelay relay = new UdpRelay(pair.server().localAddress())) {
			relay.dropToClient((type) -> type != PacketType.INITIAL);
			ConnectRequest request = ConnectRequest.to(new MxpAddress("127.0.0.1", relay.address().getPort()))
				.withServerKey(pair.server().identity().staticKey());
			TransportException.HandshakeFailed failure = Await.failure(pair.client().connect(request),
					TransportException.HandshakeFailed.class);
			assertThat(failure.code()).isEqualTo(ErrorCode.HANDSHAKE_TIMEOUT);
			assertThat(inbox.closeReason().byPeer()).isTrue();
			EngineState.of(pair.client()).awaitEmpty();
			EngineState.of(pair.server()).awaitEmpty();
		}
	}

	@Test
	void theNameCannotBeResolved() {
		try (MxpTransportEngine asking = MxpTransportEngine.start(CLIENT, this.client, this.house, new Inbox())) {
			ConnectRequest request = ConnectRequest.to(new MxpAddress("nobody.invalid", 9000))
				.withServerKey(this.server.staticKey());
			TransportException.HandshakeFailed failure = Await.failure(asking.connect(request),
					TransportException.HandshakeFailed.class);
			assertThat(failure.code()).isEqualTo(ErrorCode.PEER_UNREACHABLE);
			assertThat(failure).hasMessageContaining("nobody.invalid");
		}
	}

	@Test
	void theServerHasAnotherKey() {
		AgentIdentity other = MxpIdentities.generate("other");
		try (MxpTransportEngine listening = MxpTransportEngine.start(SERVER, this.server, this.house, new Inbox());
				MxpTransportEngine asking = MxpTransportEngine.start(
						CLIENT.withHandshake(CLIENT.handshake().withTimeout(SHORT)), this.client, this.house,
						new Inbox())) {
			ConnectRequest request = ConnectRequest.to(TransportPair.address(listening))
				.withServerKey(other.staticKey());
			TransportException.HandshakeFailed failure = Await.failure(asking.connect(request),
					TransportException.HandshakeFailed.class);
			assertThat(failure.code()).isEqualTo(ErrorCode.IDENTITY_MISMATCH);
			assertThat(failure).hasMessageContaining("static key");
			assertThat(listening.snapshot().drops()).containsKey("WRONG_KEY_ID");
			EngineState.of(listening).awaitEmpty();
		}
	}

	@Test
	void theServerKnowsNothingOfTheClientsAuthority() {
		CertificateAuthority stranger = CertificateAuthority.create("Stranger", "stranger.test", Duration.ofDays(1),
				this.now, this.random);
		AgentIdentity unknown = stranger.issueIdentity(UUID.randomUUID(), "client", Duration.ofHours(1), this.now,
				this.random);
		TransportException.HandshakeFailed failure = failure(this.server, this.house, unknown, this.house);
		assertThat(failure.code()).isEqualTo(ErrorCode.CERTIFICATE_UNTRUSTED);
		assertThat(failure).hasMessageContaining("the peer refused");
	}

	@Test
	void theServerHasPinnedAnotherKey() {
		AgentIdentity pinned = MxpIdentities.generate("pinned");
		AgentIdentity bare = MxpIdentities.generate("client");
		TrustPolicy trust = TrustPolicy.builder().pinKey(pinned.staticKey()).build();
		TransportException.HandshakeFailed failure = failure(this.server, trust, bare, this.house);
		assertThat(failure.code()).isEqualTo(ErrorCode.CERTIFICATE_UNTRUSTED);
	}

	@Test
	@Requirement("SEC-10")
	void aPinForTheAgentBeatsItsCertificate() {
		AgentIdentity pinned = MxpIdentities.generate("pinned");
		TrustPolicy trust = this.house.toBuilder().pinAgent(this.client.agentId(), pinned.staticKey()).build();
		TransportException.HandshakeFailed failure = failure(this.server, trust, this.client, this.house);
		assertThat(failure.code()).isIn(ErrorCode.IDENTITY_MISMATCH, ErrorCode.CERTIFICATE_UNTRUSTED);
	}

	@Test
	void theClientsCertificateHasExpired() {
		AgentIdentity expired = certified("client", Duration.ofHours(1), this.now.minus(Duration.ofDays(2)));
		TransportException.HandshakeFailed failure = failure(this.server, this.house, expired, this.house);
		assertThat(failure.code()).isEqualTo(ErrorCode.CERTIFICATE_EXPIRED);
		assertThat(failure).hasMessageContaining("the peer refused");
	}

	@Test
	void theServersCertificateHasExpired() {
		AgentIdentity expired = certified("server", Duration.ofHours(1), this.now.minus(Duration.ofDays(2)));
		TransportException.HandshakeFailed failure = failure(expired, this.house, this.client, this.house);
		assertThat(failure.code()).isEqualTo(ErrorCode.CERTIFICATE_EXPIRED);
		assertThat(failure.getMessage()).doesNotContain("the peer refused");
	}

	@Test
	void theClientDoesNotTrustTheServersAuthority() {
		CertificateAuthority stranger = CertificateAuthority.create("Stranger", "stranger.test", Duration.ofDays(1),
				this.now, this.random);
		TransportException.HandshakeFailed failure = failure(this.server, this.house, this.client, trusting(stranger));
		assertThat(failure.code()).isEqualTo(ErrorCode.CERTIFICATE_UNTRUSTED);
	}

	@Test
	void aDeniedCertificateIsRefused() {
		TrustPolicy denying = this.house.toBuilder().denyFingerprint(this.client.fingerprint()).build();
		TransportException.HandshakeFailed failure = failure(this.server, denying, this.client, this.house);
		assertThat(failure.code()).isEqualTo(ErrorCode.CERTIFICATE_UNTRUSTED);
	}

	@Test
	void anotherAgentLivesAtTheAddress() {
		try (MxpTransportEngine listening = MxpTransportEngine.start(SERVER, this.server, this.house, new Inbox());
				MxpTransportEngine asking = MxpTransportEngine.start(CLIENT, this.client, this.house, new Inbox())) {
			MxpAddress wrong = TransportPair.address(listening).withAgentId(UUID.randomUUID());
			TransportException.HandshakeFailed failure = Await.failure(
					asking.connect(ConnectRequest.to(wrong).withServerKey(this.server.staticKey())),
					TransportException.HandshakeFailed.class);
			assertThat(failure.code()).isEqualTo(ErrorCode.IDENTITY_MISMATCH);
			EngineState.of(listening).awaitEmpty();
		}
	}

	@Test
	void anAnonymousClientIsNotServedWhereTheServerWantsToKnow() {
		TransportConfig hasty = CLIENT.withHandshake(CLIENT.handshake().withTimeout(SHORT));
		try (MxpTransportEngine listening = MxpTransportEngine.start(SERVER, this.server, this.house, new Inbox());
				MxpTransportEngine asking = MxpTransportEngine.start(hasty, AgentIdentity.anonymous(), this.house,
						new Inbox())) {
			ConnectRequest request = ConnectRequest.to(TransportPair.address(listening))
				.withServerKey(this.server.staticKey());
			TransportException.HandshakeFailed failure = Await.failure(asking.connect(request),
					TransportException.HandshakeFailed.class);
			assertThat(failure.code()).isEqualTo(ErrorCode.CONNECTION_REFUSED);
			assertThat(listening.snapshot().drops()).containsKey("UNSUPPORTED_PATTERN");
		}
	}

	@Test
	void theTwoSidesHaveNoSuiteInCommon() {
		TransportException.HandshakeFailed failure = failure(suite(SERVER, CipherSuite.AES_256_GCM_SHA256), this.server,
				this.house, suite(CLIENT, CipherSuite.CHACHA20_POLY1305_SHA256), this.client, this.house);
		assertThat(failure.code()).isEqualTo(ErrorCode.HANDSHAKE_FAILED);
	}

	private static TransportConfig suite(TransportConfig config, CipherSuite suite) {
		return config.withHandshake(config.handshake().withSuites(List.of(suite)));
	}

	@Test
	void noKeyIsKnownForTheAddress() {
		try (MxpTransportEngine asking = MxpTransportEngine.start(CLIENT, this.client, this.house, new Inbox())) {
			// Whoever the authority vouches for could answer there.
			MxpAddress address = new MxpAddress("127.0.0.1", 9000);
			CompletableFuture<MxpConnection> future = asking.connect(address);
			assertThat(Await.failure(future, TransportException.Configuration.class))
				.hasMessageContaining("No static key is known for " + address)
				.hasMessageContaining("trust policy");
		}
	}

	@Test
	void thePortIsTaken() {
		try (MxpTransportEngine first = MxpTransportEngine.start(SERVER, this.server, this.house, new Inbox())) {
			InetSocketAddress taken = first.localAddress();
			TransportConfig same = TransportConfig.bind("127.0.0.1", taken.getPort());
			assertThatThrownBy(() -> MxpTransportEngine.start(same, this.server, this.house, new Inbox()))
				.isInstanceOf(TransportException.Configuration.class)
				.hasMessageContaining(String.valueOf(taken.getPort()))
				.hasCauseInstanceOf(BindException.class);
			assertThat(first.isRunning()).isTrue();
		}
	}

	@Test
	void aServerWithoutIdentityDoesNotStart() {
		assertThatThrownBy(() -> MxpTransportEngine.start(SERVER, AgentIdentity.anonymous(), this.house, new Inbox()))
			.isInstanceOf(TransportException.Configuration.class)
			.hasMessageContaining("needs an identity");
	}

	@Test
	void aTransportThatTrustsNobodyDoesNotStart() {
		TrustPolicy nobody = TrustPolicy.builder().build();
		assertThatThrownBy(() -> MxpTransportEngine.start(SERVER, this.server, nobody, new Inbox()))
			.isInstanceOf(TransportException.Configuration.class)
			.hasMessageContaining("Nobody is trusted");
		assertThatThrownBy(() -> MxpTransportEngine.start(CLIENT, this.client, nobody, new Inbox()))
			.isInstanceOf(TransportException.Configuration.class)
			.hasMessageContaining("Nobody is trusted");
	}

	private static int freePort() throws IOException {
		try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
			return socket.getLocalPort();
		}
	}

}
