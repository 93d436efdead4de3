/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.CallRequest;
import io.mxp.transport.ConnectRequest;
import io.mxp.transport.MessageEncoding;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.ReplayStore;
import io.mxp.transport.Reply;
import io.mxp.transport.Requirement;
import io.mxp.transport.ResumptionConfig;
import io.mxp.transport.ServerConfig;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.observe.Counter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tickets and early data on real sockets. */
class ResumptionTests {

	private final AgentIdentity serverIdentity = MxpIdentities.generate("server");

	private final AgentIdentity clientIdentity = MxpIdentities.generate("client");

	private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();

	private volatile TrustPolicy serverTrust = TransportPair.Setup.pinning(this.clientIdentity);

	private MxpTransportEngine server;

	private MxpTransportEngine client;

	@AfterEach
	void close() {
		this.client.close();
		this.server.close();
	}

	private void start(ReplayStore store) {
		start(store, ResumptionConfig.defaults().claimTimeout());
	}

	private void start(ReplayStore store, Duration claimTimeout) {
		MessageHandler handler = (message) -> {
			this.seen.add((message.isEarly() ? "early " : "late ") + message.type());
			if (message.type() == MessageType.CALL) {
				message.responder().reply(message.payload());
			}
		};
		TransportConfig config = early(TransportConfig.bind("127.0.0.1", 0), claimTimeout);
		this.server = MxpTransportEngine.start(config, this.serverIdentity, () -> this.serverTrust, handler,
				TransportServices.inMemory().withReplayStore(store));
		this.client = MxpTransportEngine.start(config.withServer(ServerConfig.defaults().withAccept(false)),
				this.clientIdentity, TransportPair.Setup.pinning(this.serverIdentity), (message) -> {
				});
	}

	private static TransportConfig early(TransportConfig config, Duration claimTimeout) {
		return config.withSession(config.session()
			.withResumption(config.session().resumption().withEarly(true, true).withClaimTimeout(claimTimeout)));
	}

	private MxpConnection connect() {
		return Await.result(this.client.connect(ConnectRequest.to(TransportPair.address(this.server))));
	}

	/** Connects once for the ticket, and closes. */
	private void visit() {
		MxpConnection first = connect();
		TransportPair.echo(first, "hello");
		Await.until("tickets", () -> count(this.server, Counter.TICKETS_ISSUED) > 0);
		TransportPair.echo(first, "the ticket is here");
		first.close();
		Await.result(first.closed());
		this.seen.clear();
	}

	private static CallRequest idempotent(String text) {
		return new CallRequest(null, MessageMetadata.builder().subject("echo").idempotencyKey(text).build(),
				Inbox.bytes(text), Duration.ofSeconds(10), 0, MessageEncoding.DEFAULT);
	}

	private static long count(MxpTransportEngine transport, Counter counter) {
		return transport.snapshot().counters().get(counter);
	}

	@Test
	@Requirement({ "SEC-48", "SEC-50" })
	void whatMayBeEarlyIsAndTheRestWaits() {
		MxpConnection second = callTwice();
		for (int again = 0; again < 5 && count(this.server, Counter.EARLY_MESSAGES_RECEIVED) == 0; again++) {
			// The client was held up until the handshake was over, which it may be.
			close();
			second = callTwice();
		}
		assertThat(this.seen).containsExactly("early CALL", "late CALL");
		assertThat(second.peer().agentId()).isEqualTo(this.serverIdentity.agentId().toString());
		assertThat(count(this.server, Counter.EARLY_ACCEPTED)).isEqualTo(1);
		assertThat(count(this.server, Counter.EARLY_MESSAGES_RECEIVED)).isEqualTo(1);
		assertThat(count(this.client, Counter.EARLY_MESSAGES_SENT)).isEqualTo(1);
		MxpConnection served = this.server.connections().iterator().next();
		assertThat(served.peer().agentId()).isEqualTo(this.clientIdentity.agentId().toString());
	}

	/**
	 * Comes back with a ticket and makes a call that may be early and one that may not.
	 */
	private MxpConnection callTwice() {
		// The server answers when the early call has left.
		CompletableFuture<ReplayStore.Outcome> claim = new CompletableFuture<>();
		start((ticketId, expiry) -> claim, Duration.ofSeconds(2));
		visit();
		MxpConnection second = connect();
		CompletableFuture<Reply> early = second.call(idempotent("one"));
		CompletableFuture<Reply> late = second.call(CallRequest.of("echo", Inbox.bytes("two")));
		Await.untilEquals(() -> count(this.client, Counter.EARLY_MESSAGES_SENT), 1L);
		claim.complete(ReplayStore.Outcome.FIRST);
		assertThat(Await.result(early).text()).isEqualTo("one");
		assertThat(Await.result(late).text()).isEqualTo("two");
		return second;
	}

	@Test
	void aConnectionMayDoWithoutEarlyData() {
		start(new InMemoryReplayStore());
		visit();
		MxpConnection second = Await
			.result(this.client.connect(ConnectRequest.to(TransportPair.address(this.server)).withEarly(false)));
		assertThat(Await.result(second.call(idempotent("one"))).text()).isEqualTo("one");
		assertThat(this.seen).containsExactly("late CALL");
		assertThat(count(this.server, Counter.TICKETS_ACCEPTED)).isEqualTo(1);
	}

	@Test
	@Requirement({ "SEC-49", "SEC-51" })
	void aStoreThatFailsRefusesEarlyDataAndNothingIsLost() {
		start(new Failing());
		visit();
		MxpConnection second = connect();
		assertThat(Await.result(second.call(idempotent("one"))).text()).isEqualTo("one");
		assertThat(this.seen).containsExactly("late CALL");
		assertThat(count(this.server, Counter.EARLY_REFUSED)).isEqualTo(1);
	}

	@Test
	@Requirement({ "SEC-49", "SEC-51" })
	void aStoreThatNeverAnswersIsNotWaitedFor() {
		start((id, expiry) -> new CompletableFuture<>());
		visit();
		MxpConnection second = connect();
		assertThat(Await.result(second.call(idempotent("one"))).text()).isEqualTo("one");
		assertThat(this.seen).containsExactly("late CALL");
	}

	@Test
	@Requirement("SEC-52")
	void aResumedConnectionEndsWhenTheTrustPolicyChanges() {
		start(new InMemoryReplayStore());
		visit();
		MxpConnection second = connect();
		Await.result(second.call(idempotent("one")));
		assertThat(count(this.server, Counter.TICKETS_ACCEPTED)).isEqualTo(1);
		this.serverTrust = TransportPair.Setup.pinning(MxpIdentities.generate("somebody else"));
		this.server.verifyPeers();
		Await.result(second.closed());
		assertThat(second.isOpen()).isFalse();
	}

	@Test
	void whatWaitsFailsWhereThereIsNoServerAnyMore() {
		start(new InMemoryReplayStore());
		visit();
		this.server.close();
		TransportConfig shortly = early(TransportConfig.clientOnly(), ResumptionConfig.defaults().claimTimeout());
		assertThat(shortly.session().resumption().sendEarly()).isTrue();
		MxpConnection second = connect();
		CompletableFuture<Reply> call = second.call(CallRequest.of("echo", Inbox.bytes("two")));
		second.close();
		assertThat(call).failsWithin(Duration.ofSeconds(10));
		assertThat(List.copyOf(this.seen)).isEmpty();
	}

	/** Down, and says so by an exception. */
	private static final class Failing implements ReplayStore {

		@Override
		public CompletionStage<Outcome> claim(byte[] ticketId, Instant expiry) {
			throw new IllegalStateException("no connection");
		}

	}

}
