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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.Requirement;
import io.mxp.transport.ServerConfig;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TransportException;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.security.CertificateAuthority;
import io.mxp.transport.security.LeafProfile;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * P-256 over real sockets, and the mode in which nothing else is left. The JDK's
 * providers stand for validated ones.
 */
class FipsTests {

	private static final List<String> JDK = jdk();

	private static final TransportConfig SERVER = fips(TransportConfig.bind("127.0.0.1", 0), JDK);

	private static final TransportConfig CLIENT = SERVER.withServer(ServerConfig.defaults().withAccept(false));

	private final AgentIdentity server = AgentIdentity.generateP256("server");

	private final AgentIdentity client = AgentIdentity.generateP256("client");

	private static List<String> jdk() {
		List<String> names = new ArrayList<>(List.of("SUN", "SunJCE", "SunEC"));
		// Randomness of the system itself has a provider of its own on some platforms.
		names.add(new SecureRandom().getProvider().getName());
		return names;
	}

	private static TransportConfig fips(TransportConfig config, List<String> providers) {
		return config.withHandshake(config.handshake().withFipsProviders(providers));
	}

	private static TrustPolicy pinning(AgentIdentity peer) {
		return TrustPolicy.builder().pinAgent(peer.agentId(), peer.staticKey()).build();
	}

	@Test
	@Requirement("S04")
	void peersWithPinnedKeysTalk() {
		Inbox inbox = new Inbox();
		try (MxpTransportEngine server = MxpTransportEngine.start(SERVER, this.server, pinning(this.client), inbox);
				MxpTransportEngine client = MxpTransportEngine.start(CLIENT, this.client, pinning(this.server),
						new Inbox())) {
			MxpConnection connection = Await.result(client.connect(TransportPair.address(server)));
			assertThat(connection.cipherSuite()).isEqualTo(CipherSuite.P256_AES_256_GCM_SHA256);
			assertThat(connection.peer().fingerprint()).isEqualTo(this.server.fingerprint());
			assertThat(inbox.connection().peer().fingerprint()).isEqualTo(this.client.fingerprint());
			assertThat(TransportPair.echo(connection, "approved")).isEqualTo("approved");
		}
	}

	@Test
	@Requirement("SEC-07")
	void peersWithCertificatesForP256KeysTalk() {
		Instant now = Instant.now();
		SecureRandom random = new SecureRandom();
		CertificateAuthority authority = CertificateAuthority.create("House", "house.test", Duration.ofDays(30), now,
				random);
		TrustPolicy house = TrustPolicy.builder().trustAuthority(authority.certificate()).build();
		AgentIdentity server = authority.certify(this.server,
				new LeafProfile(UUID.randomUUID(), "peer", Duration.ofDays(1)), now, random);
		AgentIdentity client = authority.certify(this.client,
				new LeafProfile(UUID.randomUUID(), "peer", Duration.ofDays(1)), now, random);
		try (MxpTransportEngine listening = MxpTransportEngine.start(SERVER, server, house, new Inbox());
				MxpTransportEngine asking = MxpTransportEngine.start(CLIENT, client, house, new Inbox())) {
			MxpConnection connection = Await.result(asking.connect(TransportPair.address(listening)));
			assertThat(connection.peer().form()).isEqualTo(PeerIdentity.Form.CERTIFICATE);
			assertThat(connection.peer().agentId()).isEqualTo(server.agentId().toString());
			assertThat(TransportPair.echo(connection, "certified")).isEqualTo("certified");
		}
	}

	@Test
	@Requirement("S04")
	void identitiesOfP256TalkWithoutAWordAboutSuites() {
		TransportConfig usual = TransportConfig.defaults();
		try (MxpTransportEngine server = MxpTransportEngine.start(
				usual.withServer(SERVER.server()).withSocket(SERVER.socket()), this.server, pinning(this.client),
				new Inbox());
				MxpTransportEngine client = MxpTransportEngine.start(
						usual.withServer(CLIENT.server()).withSocket(CLIENT.socket()), this.client,
						pinning(this.server), new Inbox())) {
			MxpConnection connection = Await.result(client.connect(TransportPair.address(server)));
			assertThat(connection.cipherSuite()).isEqualTo(CipherSuite.P256_AES_256_GCM_SHA256);
		}
		TransportConfig other = usual
			.withHandshake(HandshakeConfig.defaults().withSuites(List.of(CipherSuite.AES_256_GCM_SHA256)));
		assertThatThrownBy(() -> MxpTransportEngine.start(other, this.server, pinning(this.client), new Inbox()))
			.isInstanceOf(TransportException.Configuration.class)
			.hasMessageContaining("The identity's key is one of P-256, for which none of the cipher suites");
		TransportConfig noiseJava = usual
			.withHandshake(HandshakeConfig.defaults().withNoiseProvider(HandshakeConfig.NOISE_JAVA));
		assertThatThrownBy(() -> MxpTransportEngine.start(noiseJava, this.server, pinning(this.client), new Inbox()))
			.isInstanceOf(TransportException.Configuration.class)
			.hasMessageContaining("handshake.noise-provider");
	}

	@Test
	@Requirement("S04")
	void aClientOfX25519HearsAtOnceThatThereIsNoCommonSuite() {
		AgentIdentity other = MxpIdentities.generate("client");
		CertificateAuthority authority = CertificateAuthority.create("House", "house.test", Duration.ofDays(30),
				Instant.now(), new SecureRandom());
		TrustPolicy house = TrustPolicy.builder().trustAuthority(authority.certificate()).build();
		TransportConfig usual = CLIENT.withHandshake(HandshakeConfig.defaults());
		try (MxpTransportEngine listening = MxpTransportEngine.start(SERVER, this.server, house, new Inbox());
				MxpTransportEngine asking = MxpTransportEngine.start(usual, other, house, new Inbox())) {
			TransportException.HandshakeFailed failure = Await.failure(asking.connect(TransportPair.address(listening)),
					TransportException.HandshakeFailed.class);
			assertThat(failure.code()).isEqualTo(ErrorCode.HANDSHAKE_FAILED);
			assertThat(failure).hasMessageContaining("no common cipher suite");
		}
	}

	@Test
	void whatIsNotApprovedIsRefusedAtStart() {
		TrustPolicy trust = pinning(this.client);
		refused(SERVER, MxpIdentities.generate("server"), trust, "the own static key", "P-256 key");
		StaticKey other = MxpIdentities.generate("peer").staticKey();
		refused(SERVER, this.server, TrustPolicy.builder().pinKey(other).build(), "the pinned key",
				"pin P-256 keys only");
		refused(SERVER.withHandshake(SERVER.handshake().withSuites(List.of(CipherSuite.AES_256_GCM_SHA256))),
				this.server, trust, "not approved", "handshake.cipher-suites");
		refused(SERVER.withHandshake(SERVER.handshake().withNoiseProvider(HandshakeConfig.NOISE_JAVA)), this.server,
				trust, "noise-java", "'core'");
		refused(SERVER.withHandshake(SERVER.handshake().withAeadProvider("Conscrypt")), this.server, trust, "Conscrypt",
				"'auto'");
		refused(fips(SERVER, List.of("BCFIPS")), this.server, trust, "SHA-256 comes from the provider SUN",
				"security.provider.1");
	}

	private static void refused(TransportConfig config, AgentIdentity identity, TrustPolicy trust, String... texts) {
		assertThatThrownBy(() -> MxpTransportEngine.start(config, identity, trust, new Inbox()))
			.isInstanceOf(TransportException.Configuration.class)
			.hasMessageContaining("FIPS mode")
			.hasMessageContainingAll(texts);
	}

}
