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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.CloseReason;
import io.mxp.transport.DenyList;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MxpAddress;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.Requirement;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.security.CertificateAuthority;
import io.mxp.transport.security.LeafProfile;
import io.mxp.transport.security.SigningKeyKind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A peer that is trusted no longer loses its live connection. */
class RevocationTests {

	private static final long HALF_A_MINUTE_NANOS = TimeUnit.SECONDS.toNanos(31);

	private final AgentIdentity alice = MxpIdentities.generate("alice");

	private final AgentIdentity bob = MxpIdentities.generate("bob");

	private final AgentIdentity carol = MxpIdentities.generate("carol");

	@Test
	@Requirement("SEC-09")
	void onlyTheConnectionOfWhoIsDeniedEnds() throws Exception {
		TrustPolicy everybody = TrustPolicy.builder()
			.pinAgent(this.alice.agentId(), this.alice.staticKey())
			.pinAgent(this.carol.agentId(), this.carol.staticKey())
			.build();
		AtomicReference<TrustPolicy> trust = new AtomicReference<>(everybody);
		TrustPolicy trustsBob = TrustPolicy.builder().pinAgent(this.bob.agentId(), this.bob.staticKey()).build();
		try (MxpTransportEngine server = MxpTransportEngine.start(TransportConfig.bind("127.0.0.1", 0), this.bob,
				trust::get, (message) -> message.responder().reply(message.payload()));
				MxpTransportEngine denied = MxpTransportEngine.start(TransportConfig.clientOnly(), this.alice,
						trustsBob, (message) -> {
						});
				MxpTransportEngine kept = MxpTransportEngine.start(TransportConfig.clientOnly(), this.carol, trustsBob,
						(message) -> {
						})) {
			MxpAddress address = new MxpAddress("127.0.0.1", server.localAddress().getPort(), this.bob.agentId());
			MxpConnection deniedConnection = denied.connect(address).get(20, TimeUnit.SECONDS);
			MxpConnection keptConnection = kept.connect(address).get(20, TimeUnit.SECONDS);
			trust.set(everybody.toBuilder().denyFingerprint(this.alice.staticKey().fingerprint()).build());
			server.verifyPeers();
			CloseReason reason = deniedConnection.closed().get(20, TimeUnit.SECONDS);
			assertThat(reason.byPeer()).isTrue();
			assertThat(reason.code()).isIn(ErrorCode.CERTIFICATE_UNTRUSTED, ErrorCode.IDENTITY_MISMATCH);
			assertThat(reason.text()).isEmpty();
			assertThat(keptConnection.isOpen()).isTrue();
		}
	}

	@Test
	@Requirement("SEC-09")
	void deniedAndExpiredPeersGoWithinAMinuteBecauseOfNothingButTime() {
		Instant now = Instant.now();
		SecureRandom random = new SecureRandom();
		CertificateAuthority authority = CertificateAuthority.create("CA", "example.org", Duration.ofDays(1), now,
				random);
		AgentIdentity brief = authority.issueIdentity(new UUID(0, 1), "brief", Duration.ofHours(1), now, random);
		AgentIdentity signed = authority.certifyForSigning(AgentIdentity.generate("signed", random),
				new LeafProfile(new UUID(0, 2), "signed", Duration.ofHours(2)), SigningKeyKind.P256.generate(random),
				now, random);
		AgentIdentity denied = authority.issueIdentity(new UUID(0, 3), "denied", Duration.ofHours(2), now, random);
		TrustPolicy trusting = TrustPolicy.builder().trustAuthority(authority.certificate()).build();
		AtomicReference<TrustPolicy> trust = new AtomicReference<>(trusting);
		TrustPolicy trustsBob = TrustPolicy.builder().pinAgent(this.bob.agentId(), this.bob.staticKey()).build();
		try (MxpTransportEngine server = MxpTransportEngine.start(TransportConfig.bind("127.0.0.1", 0), this.bob,
				trust::get, (message) -> message.responder().reply(message.payload()));
				MxpTransportEngine first = client(brief, trustsBob);
				MxpTransportEngine second = client(signed, trustsBob);
				MxpTransportEngine third = client(denied, trustsBob)) {
			MxpConnection ofBrief = Await.result(first.connect(TransportPair.address(server)));
			MxpConnection ofSigned = Await.result(second.connect(TransportPair.address(server)));
			MxpConnection ofDenied = Await.result(third.connect(TransportPair.address(server)));
			trust.set(trusting.toBuilder().deny(DenyList.builder().agent(denied.agentId()).build()).build());
			long later = now.plus(Duration.ofMinutes(61)).toEpochMilli();
			EventLoop loop = server.loops().get(0);
			loop.execute(() -> {
				Verifications verifications = loop.listener().verifications();
				verifications.clock(() -> later);
				verifications.onTurn(loop, loop.nanos() + HALF_A_MINUTE_NANOS);
			});
			assertThat(Await.result(ofBrief.closed()).code()).isEqualTo(ErrorCode.CERTIFICATE_EXPIRED);
			assertThat(Await.result(ofDenied.closed()).code()).isEqualTo(ErrorCode.CERTIFICATE_UNTRUSTED);
			assertThat(ofSigned.isOpen()).isTrue();
			assertThat(TransportPair.echo(ofSigned, "still here")).isEqualTo("still here");
		}
	}

	private static MxpTransportEngine client(AgentIdentity identity, TrustPolicy trust) {
		return MxpTransportEngine.start(TransportConfig.clientOnly(), identity, trust, (message) -> {
		});
	}

}
