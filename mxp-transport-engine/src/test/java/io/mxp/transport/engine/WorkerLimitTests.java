/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.Attack;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MxpAddress;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.Requirement;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TransportException;
import io.mxp.transport.TrustPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Peers are verified and names looked up by few workers, and no more waits for them. */
class WorkerLimitTests {

	private static final int WORKERS = 2;

	private final AgentIdentity alice = MxpIdentities.generate("alice");

	private final AgentIdentity bob = MxpIdentities.generate("bob");

	private final CountDownLatch slow = new CountDownLatch(1);

	private final AtomicBoolean blocking = new AtomicBoolean();

	@Test
	@Requirement("SEC-53")
	@Attack("A36")
	void whatTheWorkersCannotTakeIsRefused() {
		TrustPolicy trustsAlice = TransportPair.Setup.pinning(this.alice);
		TrustPolicy trustsBob = TransportPair.Setup.pinning(this.bob);
		Supplier<TrustPolicy> slowly = () -> {
			if (this.blocking.get()) {
				Gate.awaitQuietly(this.slow);
			}
			return trustsAlice;
		};
		try (MxpTransportEngine server = MxpTransportEngine.start(TransportConfig.bind("127.0.0.1", 0), this.bob,
				slowly, new Inbox());
				MxpTransportEngine client = MxpTransportEngine.start(TransportConfig.clientOnly(), this.alice,
						trustsBob, new Inbox())) {
			this.blocking.set(true);
			MxpAddress nobody = new MxpAddress("127.0.0.1", 9, this.bob.agentId());
			List<CompletableFuture<MxpConnection>> waiting = new ArrayList<>();
			// Both workers are busy, and there is room for one task more.
			for (int i = 0; i < WORKERS + MxpTransportEngine.MAX_WAITING_VERIFICATIONS - 1; i++) {
				waiting.add(server.connect(nobody));
			}
			CompletableFuture<MxpConnection> one = client.connect(TransportPair.address(server));
			CompletableFuture<MxpConnection> other = client.connect(TransportPair.address(server));
			// Whichever shows its identity first has the room.
			CompletableFuture<Object> first = CompletableFuture.anyOf(one, other);
			assertThat(Await.failure(first, TransportException.HandshakeFailed.class).code())
				.isEqualTo(ErrorCode.CONNECTION_REFUSED);
			CompletableFuture<MxpConnection> last = one.isCompletedExceptionally() ? other : one;
			assertThat(Await.anyFailure(server.connect(nobody))).isInstanceOf(TransportException.Overloaded.class);
			assertThat(waiting).noneMatch(CompletableFuture::isDone);
			this.slow.countDown();
			assertThat(TransportPair.echo(Await.result(last), "at last")).isEqualTo("at last");
			waiting.forEach((future) -> assertThat(Await.anyFailure(future))
				.isInstanceOf(TransportException.Configuration.class));
		}
		finally {
			this.slow.countDown();
		}
	}

}
