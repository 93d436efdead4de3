/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.AttestationConfig;
import io.mxp.transport.AttestationMode;
import io.mxp.transport.AttestationProvider;
import io.mxp.transport.AttestationStatement;
import io.mxp.transport.AttestationVerifier;
import io.mxp.transport.Attack;
import io.mxp.transport.ConnectRequest;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.PeerAttestation;
import io.mxp.transport.PeerRole;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TransportException;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.security.CertificateAuthority;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Statements in handshakes over real sockets; a statement here is a word and a key. */
class AttestationTests {

	private static final int PRIVATE_TYPE = 200;

	private final AgentIdentity server = MxpIdentities.generate("server");

	private final AgentIdentity client = MxpIdentities.generate("client");

	private final List<String> threads = new CopyOnWriteArrayList<>();

	private final List<@Nullable StaticKey> audiences = new CopyOnWriteArrayList<>();

	private AttestationProvider saying(String word) {
		return (own, peerKey) -> {
			this.threads.add(Thread.currentThread().getName());
			this.audiences.add(peerKey);
			return new AttestationStatement(PRIVATE_TYPE,
					(word + " " + own.fingerprint()).getBytes(StandardCharsets.US_ASCII), Long.MAX_VALUE);
		};
	}

	private AttestationVerifier.Result verify(AttestationStatement statement, AttestationVerifier.Context context) {
		this.threads.add(Thread.currentThread().getName());
		String text = new String(statement.bytes(), StandardCharsets.US_ASCII);
		if (statement.type() != PRIVATE_TYPE || !text.endsWith(" " + context.peerKey().fingerprint())) {
			return AttestationVerifier.Result.rejected("The statement is about another key.");
		}
		if (!text.startsWith("healthy ")) {
			return AttestationVerifier.Result.rejected("The peer is not healthy.");
		}
		return AttestationVerifier.Result.accepted(new PeerAttestation("nurse",
				Map.of("state", "healthy", "role", context.peerRole().name()), context.nowMillis() + 1_000));
	}

	private AttestationConfig asking(AttestationMode mode) {
		return AttestationConfig.defaults().withVerifier(this::verify, mode);
	}

	private MxpTransportEngine start(AgentIdentity own, AgentIdentity peer, TransportConfig config,
			AttestationConfig attestation) {
		TrustPolicy trust = TrustPolicy.builder().pinAgent(peer.agentId(), peer.staticKey()).build();
		return MxpTransportEngine.start(config.withHandshake(config.handshake().withAttestation(attestation)), own,
				trust, (message) -> message.responder().reply(message.payload()));
	}

	private MxpTransportEngine server(AttestationConfig attestation) {
		return start(this.server, this.client, TransportConfig.bind("127.0.0.1", 0), attestation);
	}

	private MxpTransportEngine client(AttestationConfig attestation) {
		return start(this.client, this.server, TransportConfig.clientOnly(), attestation);
	}

	private static MxpConnection connect(MxpTransportEngine client, MxpTransportEngine server) {
		return Await.result(client.connect(ConnectRequest.to(TransportPair.address(server))));
	}

	@Test
	void bothSidesShowAndVerifyOffTheEventLoops() {
		try (MxpTransportEngine server = server(asking(AttestationMode.REQUIRED).withProvider(saying("healthy")));
				MxpTransportEngine client = client(asking(AttestationMode.REQUIRED).withProvider(saying("healthy")))) {
			MxpConnection connection = connect(client, server);
			PeerAttestation ofServer = connection.peer().attestation();
			assertThat(ofServer).isNotNull();
			assertThat(ofServer.claims()).containsEntry("state", "healthy").containsEntry("role", "SERVER");
			assertThat(TransportPair.echo(connection, "hello")).isEqualTo("hello");
			PeerAttestation ofClient = server.connections().iterator().next().peer().attestation();
			assertThat(ofClient).isNotNull();
			assertThat(ofClient.claims()).containsEntry("role", PeerRole.CLIENT.name());
			// The server makes its own for nobody in particular, the client its for the
			// server.
			assertThat(this.audiences).containsExactly(null, this.server.staticKey());
			assertThat(this.threads).hasSize(4).noneMatch((name) -> name.contains("loop"));
		}
	}

	@Test
	void aSecondConnectionShowsTheStatementThatIsStillFresh() {
		try (MxpTransportEngine server = server(asking(AttestationMode.REQUIRED));
				MxpTransportEngine client = client(AttestationConfig.defaults().withProvider(saying("healthy")))) {
			connect(client, server);
			connect(client, server);
			assertThat(this.audiences).containsExactly(this.server.staticKey());
		}
	}

	@Test
	void aServerThatWasNotKnownIsShownOneAtTheFirstContact() {
		Instant now = Instant.now();
		SecureRandom random = new SecureRandom();
		CertificateAuthority authority = CertificateAuthority.create("House", "house.test", Duration.ofDays(1), now,
				random);
		TrustPolicy house = TrustPolicy.builder().trustAuthority(authority.certificate()).build();
		AgentIdentity clinic = authority.issueIdentity(UUID.randomUUID(), "clinic", Duration.ofHours(1), now, random);
		AgentIdentity nurse = authority.issueIdentity(UUID.randomUUID(), "nurse", Duration.ofHours(1), now, random);
		TransportConfig listening = TransportConfig.bind("127.0.0.1", 0);
		TransportConfig asking = TransportConfig.clientOnly();
		AttestationConfig required = asking(AttestationMode.REQUIRED);
		AttestationConfig healthy = AttestationConfig.defaults().withProvider(saying("healthy"));
		try (MxpTransportEngine server = MxpTransportEngine.start(
				listening.withHandshake(listening.handshake().withAttestation(required)), clinic, house,
				(message) -> message.responder().reply(message.payload()));
				MxpTransportEngine client = MxpTransportEngine.start(
						asking.withHandshake(asking.handshake().withAttestation(healthy)), nurse, house, new Inbox())) {
			assertThat(TransportPair.echo(connect(client, server), "hello")).isEqualTo("hello");
			assertThat(server.connections().iterator().next().peer().attestation()).isNotNull();
			// before it knew the server it could make one for nobody in particular only
			assertThat(this.audiences).containsExactly(null, clinic.staticKey());
			assertThat(this.threads).noneMatch((name) -> name.contains("loop"));
		}
	}

	@Test
	void requiredMeansAGoodOne() {
		try (MxpTransportEngine server = server(asking(AttestationMode.REQUIRED))) {
			List<AttestationConfig> bad = new ArrayList<>();
			bad.add(AttestationConfig.defaults());
			bad.add(AttestationConfig.defaults().withProvider((own, peerKey) -> null));
			bad.add(AttestationConfig.defaults().withProvider(saying("ill")));
			for (AttestationConfig config : bad) {
				try (MxpTransportEngine client = client(config)) {
					assertRefused(client, server);
				}
			}
		}
	}

	@Test
	@Attack("A28")
	void theStatementOfAnotherIsRefused() {
		AgentIdentity victim = MxpIdentities.generate("victim");
		AttestationProvider stolen = (own, peerKey) -> saying("healthy").attest(victim, peerKey);
		try (MxpTransportEngine server = server(asking(AttestationMode.ACCEPTED));
				MxpTransportEngine thief = client(AttestationConfig.defaults().withProvider(stolen))) {
			assertRefused(thief, server);
		}
	}

	@Test
	void acceptedAndOffDoWithoutOne() {
		try (MxpTransportEngine server = server(asking(AttestationMode.ACCEPTED));
				MxpTransportEngine client = client(AttestationConfig.defaults())) {
			assertThat(TransportPair.echo(connect(client, server), "hi")).isEqualTo("hi");
		}
		try (MxpTransportEngine server = server(AttestationConfig.defaults());
				MxpTransportEngine ill = client(AttestationConfig.defaults().withProvider(saying("ill")))) {
			assertThat(TransportPair.echo(connect(ill, server), "hi")).isEqualTo("hi");
			assertThat(server.connections().iterator().next().peer().attestation()).isNull();
		}
	}

	@Test
	void oneAgentCanBeAskedForMoreThanOthers() {
		Map<UUID, AttestationMode> strict = Map.of(this.client.agentId(), AttestationMode.REQUIRED);
		try (MxpTransportEngine server = server(asking(AttestationMode.OFF).withAgents(strict));
				MxpTransportEngine client = client(AttestationConfig.defaults())) {
			assertRefused(client, server);
		}
		Map<UUID, AttestationMode> lenient = Map.of(this.client.agentId(), AttestationMode.OFF);
		try (MxpTransportEngine server = server(asking(AttestationMode.REQUIRED).withAgents(lenient));
				MxpTransportEngine client = client(AttestationConfig.defaults())) {
			assertThat(TransportPair.echo(connect(client, server), "hi")).isEqualTo("hi");
		}
	}

	@Test
	void aVerifierThatThrowsRefuses() {
		AttestationVerifier broken = (statement, context) -> {
			throw new IllegalStateException("broken");
		};
		try (MxpTransportEngine server = server(
				AttestationConfig.defaults().withVerifier(broken, AttestationMode.ACCEPTED));
				MxpTransportEngine client = client(AttestationConfig.defaults().withProvider(saying("healthy")))) {
			assertRefused(client, server);
		}
	}

	@Test
	void settingsThatCannotWorkAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new AttestationConfig(null, null, AttestationMode.REQUIRED, Map.of()))
			.withMessageContaining("there is no AttestationVerifier");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new AttestationStatement(1, new byte[AttestationStatement.MAX_BYTES + 1], 0));
		assertThat(new AttestationStatement(1, new byte[AttestationStatement.MAX_BYTES], 0))
			.hasToString("AttestationStatement[type 1, 4095 bytes]");
		TrustPolicy everybody = TrustPolicy.builder().clientAuthenticationRequired(false).build();
		TransportConfig config = TransportConfig.bind("127.0.0.1", 0);
		assertThatExceptionOfType(TransportException.Configuration.class).isThrownBy(() -> MxpTransportEngine.start(
				config.withHandshake(config.handshake().withAttestation(asking(AttestationMode.REQUIRED))), this.server,
				everybody, (message) -> {
				}))
			.withMessageContaining("anonymous clients are let in");
	}

	private static void assertRefused(MxpTransportEngine client, MxpTransportEngine server) {
		MxpConnection connection;
		try {
			connection = client.connect(ConnectRequest.to(TransportPair.address(server))).join();
		}
		catch (CompletionException ex) {
			assertThat(ex.getCause()).isInstanceOfSatisfying(TransportException.HandshakeFailed.class,
					(failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.ATTESTATION_REJECTED));
			return;
		}
		assertThat(Await.result(connection.closed()).code()).isEqualTo(ErrorCode.ATTESTATION_REJECTED);
	}

}
