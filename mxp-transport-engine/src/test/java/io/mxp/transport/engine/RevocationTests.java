/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.CloseReason;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MxpAddress;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.Requirement;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TrustPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A peer that is trusted no longer loses its live connection. */
class RevocationTests {

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

}
