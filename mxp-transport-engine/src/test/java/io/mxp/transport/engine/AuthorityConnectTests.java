/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.ConnectRequest;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.Requirement;
import io.mxp.transport.ServerConfig;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TransportException;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.security.CertificateAuthority;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Nothing is known of a server but its address, its agent id, and the authority that
 * vouches for it.
 */
class AuthorityConnectTests {

	private static final TransportConfig SERVER = TransportConfig.bind("127.0.0.1", 0);

	/** Resumes nothing, so that every handshake shows its pattern. */
	private static final TransportConfig CLIENT = SERVER.withServer(ServerConfig.defaults().withAccept(false))
		.withSession(SERVER.session().withResumption(SERVER.session().resumption().withTickets(false, false)));

	private final SecureRandom random = new SecureRandom();

	private final Instant now = Instant.now();

	private final CertificateAuthority authority = CertificateAuthority.create("House", "house.test",
			Duration.ofDays(3650), this.now.minus(Duration.ofDays(30)), this.random);

	private final AgentIdentity server = certified("server");

	private final AgentIdentity client = certified("client");

	private final TrustPolicy house = TrustPolicy.builder().trustAuthority(this.authority.certificate()).build();

	private AgentIdentity certified(String name) {
		return this.authority.issueIdentity(UUID.randomUUID(), name, Duration.ofDays(1), this.now, this.random);
	}

	private static int pattern(MxpConnection connection) {
		return ((EngineConnection) connection).connection().session().outcome().pattern();
	}

	@Test
	@Requirement("SEC-07")
	void anAddressWithAnAgentIdIsEnoughAndTheSecondTimeTheKeyIsKnown() {
		Inbox inbox = new Inbox();
		try (MxpTransportEngine server = MxpTransportEngine.start(SERVER, this.server, this.house, inbox);
				MxpTransportEngine client = MxpTransportEngine.start(CLIENT, this.client, this.house, new Inbox())) {
			MxpConnection first = Await.result(client.connect(TransportPair.address(server)));
			assertThat(TransportPair.echo(first, "who are you?")).isEqualTo("who are you?");
			assertThat(pattern(first)).isEqualTo(HeaderTlvs.PATTERN_XX);
			assertThat(first.peer().form()).isEqualTo(PeerIdentity.Form.CERTIFICATE);
			assertThat(first.peer().agentId()).isEqualTo(this.server.agentId().toString());
			assertThat(inbox.connection().peer().agentId()).isEqualTo(this.client.agentId().toString());
			MxpConnection second = Await.result(client.connect(TransportPair.address(server)));
			assertThat(pattern(second)).isEqualTo(HeaderTlvs.PATTERN_IK);
			assertThat(TransportPair.echo(second, "again")).isEqualTo("again");
		}
	}

	@Test
	void anAnonymousClientNeedsNoMore() {
		Inbox inbox = new Inbox();
		TrustPolicy anybody = TrustPolicy.builder().clientAuthenticationRequired(false).build();
		try (MxpTransportEngine server = MxpTransportEngine.start(SERVER, this.server, anybody, inbox);
				MxpTransportEngine client = MxpTransportEngine.start(CLIENT, AgentIdentity.anonymous(), this.house,
						new Inbox())) {
			MxpConnection connection = Await.result(client.connect(TransportPair.address(server)));
			assertThat(pattern(connection)).isEqualTo(HeaderTlvs.PATTERN_NX);
			assertThat(TransportPair.echo(connection, "hello")).isEqualTo("hello");
			assertThat(inbox.connection().peer()).isEqualTo(PeerIdentity.anonymous());
		}
	}

	@Test
	@Requirement("SEC-07")
	void anotherAgentOfTheSameAuthorityIsNotTheOneThatWasAskedFor() {
		try (MxpTransportEngine server = MxpTransportEngine.start(SERVER, certified("mallory"), this.house,
				new Inbox());
				MxpTransportEngine client = MxpTransportEngine.start(CLIENT, this.client, this.house, new Inbox())) {
			ConnectRequest request = ConnectRequest
				.to(TransportPair.address(server).withAgentId(this.server.agentId()));
			TransportException.HandshakeFailed failure = Await.failure(client.connect(request),
					TransportException.HandshakeFailed.class);
			assertThat(failure.code()).isEqualTo(ErrorCode.IDENTITY_MISMATCH);
			Await.untilEquals(() -> server.snapshot().connections(), 0);
		}
	}

	@Test
	void aServerChangesItsKeyWithoutLosingAConnection() {
		AgentIdentity renewed = this.authority.issueIdentity(this.server.agentId(), "server", Duration.ofDays(1),
				this.now, this.random);
		try (MxpTransportEngine server = MxpTransportEngine.start(SERVER, this.server, this.house, new Inbox());
				MxpTransportEngine client = MxpTransportEngine.start(CLIENT, this.client, this.house, new Inbox())) {
			MxpConnection first = Await.result(client.connect(TransportPair.address(server)));
			server.rotateIdentity(renewed, Duration.ZERO);
			assertThat(server.identity()).isEqualTo(renewed);
			assertThat(TransportPair.echo(first, "still here")).isEqualTo("still here");
			MxpConnection second = Await.result(client.connect(TransportPair.address(server)));
			assertThat(second.peer().fingerprint()).isEqualTo(renewed.fingerprint())
				.isNotEqualTo(first.peer().fingerprint());
			assertThat(pattern(second)).isEqualTo(HeaderTlvs.PATTERN_XX);
			assertThat(TransportPair.echo(second, "the new key")).isEqualTo("the new key");
			assertThat(server.snapshot().get(Counter.KEY_MISMATCHES_SENT)).isEqualTo(1);
			assertThat(client.snapshot().get(Counter.KEY_MISMATCHES_FOLLOWED)).isEqualTo(1);
			assertThat(first.isOpen()).isTrue();
		}
	}

	@Test
	void theKeyBeforeIsServedForAWhile() {
		AgentIdentity renewed = this.authority.issueIdentity(this.server.agentId(), "server", Duration.ofDays(1),
				this.now, this.random);
		try (MxpTransportEngine server = MxpTransportEngine.start(SERVER, this.server, this.house, new Inbox());
				MxpTransportEngine client = MxpTransportEngine.start(CLIENT, this.client, this.house, new Inbox())) {
			server.rotateIdentity(renewed, Duration.ofMinutes(1));
			ConnectRequest pinned = ConnectRequest.to(TransportPair.address(server))
				.withServerKey(this.server.staticKey());
			MxpConnection connection = Await.result(client.connect(pinned));
			assertThat(connection.peer().fingerprint()).isEqualTo(this.server.fingerprint());
			assertThat(TransportPair.echo(connection, "late")).isEqualTo("late");
		}
	}

	@Test
	void onlyTheSameAgentCanTakeOver() {
		try (MxpTransportEngine server = MxpTransportEngine.start(SERVER, this.server, this.house, new Inbox())) {
			assertThatThrownBy(() -> server.rotateIdentity(certified("other"), Duration.ZERO))
				.isInstanceOf(TransportException.Configuration.class)
				.hasMessageContaining("same agent id");
			assertThatThrownBy(() -> server.rotateIdentity(AgentIdentity.anonymous(), Duration.ZERO))
				.isInstanceOf(TransportException.Configuration.class);
			assertThat(server.identity()).isEqualTo(this.server);
		}
	}

	@Test
	void withoutAnAgentIdAnybodyCouldAnswer() {
		try (MxpTransportEngine server = MxpTransportEngine.start(SERVER, this.server, this.house, new Inbox());
				MxpTransportEngine client = MxpTransportEngine.start(CLIENT, this.client, this.house, new Inbox())) {
			ConnectRequest request = ConnectRequest.to(TransportPair.address(server).withAgentId(null));
			assertThat(Await.failure(client.connect(request), TransportException.Configuration.class))
				.hasMessageContaining("Name the agent in the address");
		}
	}

}
