/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.ConnectRequest;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MxpAddress;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.Requirement;
import io.mxp.transport.ServerConfig;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TransportException;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.observe.TransportSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Two transports find each other: by pinned keys, by certificates, and without showing
 * who one is.
 */
class ConnectTests {

	private static final TransportConfig CLIENT = TransportConfig.bind("127.0.0.1", 0)
		.withServer(ServerConfig.defaults().withAccept(false));

	private static final TransportConfig SERVER = TransportConfig.bind("127.0.0.1", 0);

	@Test
	void bothSidesKnowEachOtherByTheKeysTheyPinned() {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			MxpConnection accepted = inbox.connection();
			PeerIdentity server = connection.peer();
			PeerIdentity client = accepted.peer();
			assertThat(server.form()).isEqualTo(PeerIdentity.Form.PINNED);
			assertThat(server.agentId()).isEqualTo(pair.server().identity().agentId().toString());
			assertThat(client.form()).isEqualTo(PeerIdentity.Form.PINNED);
			assertThat(client.agentId()).isEqualTo(pair.client().identity().agentId().toString());
			assertThat(client.fingerprint()).isEqualTo(pair.client().identity().fingerprint());
			assertThat(connection.isClient()).isTrue();
			assertThat(accepted.isClient()).isFalse();
			assertThat(connection.isOpen()).isTrue();
			assertThat(accepted.isOpen()).isTrue();
			assertThat(connection.remoteAddress()).isEqualTo(pair.server().localAddress());
			assertThat(accepted.remoteAddress()).isEqualTo(pair.client().localAddress());
			assertThat(connection.cipherSuite()).isEqualTo(CipherSuite.CHACHA20_POLY1305_SHA256)
				.isEqualTo(accepted.cipherSuite());
			assertThat(pair.client().connections()).containsExactly(connection);
			assertThat(pair.server().connections()).containsExactly(accepted);
			assertThat(TransportPair.echo(connection, "hello")).isEqualTo("hello");
		}
	}

	@Test
	void applicationsOfOneUserFindAndTrustEachOtherByTheDevelopmentAuthority(@TempDir Path directory) {
		Inbox inbox = new Inbox();
		MxpIdentities.Development alice = MxpIdentities.development(directory, "alice");
		MxpIdentities.Development bob = MxpIdentities.development(directory, "bob");
		try (MxpTransportEngine server = MxpTransportEngine.start(SERVER, bob.identity(), bob.trust(), inbox);
				MxpTransportEngine client = MxpTransportEngine.start(CLIENT, alice.identity(), alice.trust(),
						new Inbox())) {
			MxpAddress address = TransportPair.address(server).withAgentId(MxpIdentities.developmentAgentId("bob"));
			MxpConnection connection = Await.result(client.connect(address));
			assertThat(connection.peer().form()).isEqualTo(PeerIdentity.Form.CERTIFICATE);
			assertThat(connection.peer().spiffeUri())
				.isEqualTo("spiffe://dev.mxp.internal/agent/" + bob.identity().agentId());
			assertThat(inbox.connection().peer().agentId()).isEqualTo(alice.identity().agentId().toString());
			assertThat(inbox.connection().peer().form()).isEqualTo(PeerIdentity.Form.CERTIFICATE);
			assertThat(TransportPair.echo(connection, "by certificate")).isEqualTo("by certificate");
		}
	}

	@Test
	void anAnonymousClientIsServedWhereTheServerAllowsIt() {
		Inbox inbox = new Inbox();
		AgentIdentity identity = MxpIdentities.generate("server");
		TrustPolicy anybody = TrustPolicy.builder().clientAuthenticationRequired(false).build();
		TrustPolicy trust = TrustPolicy.builder().pinAgent(identity.agentId(), identity.staticKey()).build();
		try (MxpTransportEngine server = MxpTransportEngine.start(SERVER, identity, anybody, inbox);
				MxpTransportEngine client = MxpTransportEngine.start(CLIENT, AgentIdentity.anonymous(), trust,
						new Inbox())) {
			MxpConnection connection = Await.result(client.connect(TransportPair.address(server)));
			assertThat(connection.peer().agentId()).isEqualTo(identity.agentId().toString());
			assertThat(inbox.connection().peer()).isEqualTo(PeerIdentity.anonymous());
			assertThat(TransportPair.echo(connection, "who am I?")).isEqualTo("who am I?");
		}
	}

	@Test
	void aClientMayKeepItsIdentityToItselfForOneConnection() {
		Inbox inbox = new Inbox();
		AgentIdentity identity = MxpIdentities.generate("server");
		AgentIdentity shy = MxpIdentities.generate("client");
		TrustPolicy anybody = TrustPolicy.builder().clientAuthenticationRequired(false).build();
		TrustPolicy trust = TrustPolicy.builder().pinAgent(identity.agentId(), identity.staticKey()).build();
		try (MxpTransportEngine server = MxpTransportEngine.start(SERVER, identity, anybody, inbox);
				MxpTransportEngine client = MxpTransportEngine.start(CLIENT, shy, trust, new Inbox())) {
			ConnectRequest request = ConnectRequest.to(TransportPair.address(server)).anonymously();
			assertThat(Await.result(client.connect(request)).isOpen()).isTrue();
			assertThat(inbox.connection().peer().form()).isEqualTo(PeerIdentity.Form.ANONYMOUS);
		}
	}

	@Test
	void theKeyOfAServerMayComeWithTheRequest() {
		AgentIdentity identity = MxpIdentities.generate("server");
		AgentIdentity known = MxpIdentities.generate("client");
		TrustPolicy trust = TrustPolicy.builder().pinKey(identity.staticKey()).pinKey(known.staticKey()).build();
		try (MxpTransportEngine server = MxpTransportEngine.start(SERVER, identity, trust, new Inbox());
				MxpTransportEngine client = MxpTransportEngine.start(CLIENT, known, trust, new Inbox())) {
			MxpAddress somebody = new MxpAddress("127.0.0.1", server.localAddress().getPort());
			ConnectRequest request = ConnectRequest.to(somebody).withServerKey(identity.staticKey());
			assertThat(TransportPair.echo(Await.result(client.connect(request)), "hi")).isEqualTo("hi");
			TransportException.Configuration failure = Await.failure(client.connect(somebody),
					TransportException.Configuration.class);
			assertThat(failure).hasMessageContaining("No static key is known");
		}
	}

	@Test
	void aTransportTalksToItsPeersOverIpv6() throws SocketException {
		assumeThat(hasIpv6Loopback()).as("this machine has an IPv6 loopback").isTrue();
		InetSocketAddress loopback = new InetSocketAddress("::1", 0);
		try (TransportPair pair = TransportPair.with(new Inbox())
			.both((config) -> config.withSocket(config.socket().withBindAddress(loopback)))
			.start()) {
			MxpConnection connection = pair.connect();
			assertThat(connection.remoteAddress().getAddress()).isInstanceOf(Inet6Address.class);
			assertThat(TransportPair.echo(connection, "over IPv6")).isEqualTo("over IPv6");
		}
	}

	@Test
	void aClientOfTheDefaultsReachesServersOfBothFamilies() throws SocketException {
		AgentIdentity identity = MxpIdentities.generate("server");
		AgentIdentity known = MxpIdentities.generate("client");
		TrustPolicy trust = TrustPolicy.builder().pinKey(identity.staticKey()).pinKey(known.staticKey()).build();
		try (MxpTransportEngine client = MxpTransportEngine.start(TransportConfig.clientOnly(), known, trust,
				new Inbox())) {
			for (String host : hasIpv6Loopback() ? new String[] { "127.0.0.1", "::1" } : new String[] { "127.0.0.1" }) {
				try (MxpTransportEngine server = MxpTransportEngine.start(TransportConfig.bind(host, 0), identity,
						trust, new Inbox())) {
					ConnectRequest request = ConnectRequest.to(TransportPair.address(server))
						.withServerKey(identity.staticKey());
					assertThat(TransportPair.echo(Await.result(client.connect(request)), host)).isEqualTo(host);
				}
			}
		}
	}

	@Test
	void aHundredConnectionsOfOneClientAreIndependent() {
		try (TransportPair pair = TransportPair.start(new Inbox())) {
			var waiting = new ArrayList<CompletableFuture<MxpConnection>>();
			for (int i = 0; i < 100; i++) {
				waiting.add(pair.client().connect(pair.address()));
				// ten handshakes at a time: their arithmetic is slow before it is
				// compiled
				Await.result(waiting.get(Math.max(0, i - 10)));
			}
			int number = 0;
			for (var future : waiting) {
				String text = "connection " + number++;
				assertThat(TransportPair.echo(Await.result(future), text)).isEqualTo(text);
			}
			TransportSnapshot server = pair.server().snapshot();
			assertThat(server.connections()).isEqualTo(100);
			assertThat(server.halfOpen()).isZero();
			assertThat(server.get(Counter.CONNECTIONS_ACCEPTED)).isEqualTo(100);
			assertThat(server.get(Counter.HANDSHAKES_COMPLETED)).isEqualTo(100);
			Await.result(waiting.get(0)).close(ErrorCode.NO_ERROR, "enough");
			Await.untilEquals(() -> pair.server().snapshot().connections(), 99);
			assertThat(TransportPair.echo(Await.result(waiting.get(1)), "still here")).isEqualTo("still here");
		}
	}

	@Test
	@Requirement("SEC-53")
	void aServerThatIsFullRefusesInSilence() {
		try (TransportPair pair = TransportPair.with(new Inbox())
			.server((config) -> config.withServer(ServerConfig.defaults().withMaxConnections(1)))
			.client((config) -> config.withHandshake(config.handshake().withTimeout(Duration.ofMillis(300))))
			.start()) {
			MxpConnection first = pair.connect();
			TransportException.HandshakeFailed failure = Await.failure(pair.client().connect(pair.address()),
					TransportException.HandshakeFailed.class);
			assertThat(failure.code()).isEqualTo(ErrorCode.HANDSHAKE_TIMEOUT);
			assertThat(pair.server().snapshot().drops()).containsKey("REFUSED");
			assertThat(TransportPair.echo(first, "first come")).isEqualTo("first come");
		}
	}

	@Test
	void theFuturesOfManyHandshakesFailWhereTheTransportIsClosedMeanwhile() {
		try (TransportPair pair = TransportPair.start(new Inbox())) {
			MxpAddress nobody = new MxpAddress("127.0.0.1", 9, pair.server().identity().agentId());
			var waiting = new ArrayList<CompletableFuture<MxpConnection>>();
			for (int i = 0; i < 20; i++) {
				waiting.add(pair.client().connect(nobody));
			}
			pair.client().close();
			waiting.forEach((future) -> assertThat(Await.anyFailure(future)).isInstanceOf(TransportException.class));
			assertThatThrownBy(() -> pair.client().connect(nobody).getNow(null))
				.hasCauseInstanceOf(TransportException.Configuration.class);
		}
	}

	private static boolean hasIpv6Loopback() throws SocketException {
		return NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.anyMatch((address) -> address instanceof Inet6Address && ((InetAddress) address).isLoopbackAddress());
	}

}
