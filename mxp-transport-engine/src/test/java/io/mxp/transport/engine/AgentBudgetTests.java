/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.concurrent.CompletableFuture;

import io.mxp.transport.FlowConfig;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.Requirement;
import io.mxp.transport.StreamListener;
import io.mxp.transport.StreamRequest;
import io.mxp.transport.observe.Counter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** One peer with many connections has one budget of received bytes. */
class AgentBudgetTests {

	private static final int CHUNK = 4_000;

	private static final int WINDOW = 256 * 1024;

	/** A budget of half a window, so that one connection can use it up. */
	private static final FlowConfig FLOW = FlowConfig.defaults()
		.withConnectionWindowBytes(WINDOW)
		.withStreamWindowBytes(WINDOW)
		.withMaxWindowBytes(WINDOW, WINDOW, FlowConfig.defaults().maxBandWindowBytes())
		.withStreamSendBufferBytes(64 * 1024)
		.withAgentBudgetBytes(WINDOW / 2);

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	@Requirement({ "REL-18", "SEC-53" })
	void aConnectionWaitsForWhatAnotherOneOfTheSamePeerHolds(int eventLoops) {
		Chunks unread = new Chunks(0);
		Chunks read = new Chunks();
		Inbox inbox = new Inbox().listening((stream) -> stream.metadata().subject().equals("unread") ? unread : read);
		try (TransportPair pair = TransportPair.with(inbox)
			.both((config) -> config.withFlow(FLOW).withSocket(config.socket().withEventLoops(eventLoops)))
			.start()) {
			MxpConnection first = pair.connect();
			MxpStream held = open(first, "unread");
			int sent = 0;
			while (pair.server().snapshot().get(Counter.PEER_FLOW_BLOCKED) == 0) {
				sent += held.offer(TransportPair.payload(CHUNK, sent)) ? 1 : 0;
			}
			MxpStream receiving = inbox.nextStream();
			// The first window of the second connection was given with the handshake, and
			// no more is: 2 MB do not pass though everything is read.
			MxpConnection second = pair.connect();
			MxpStream waiting = open(second, "read");
			CompletableFuture<?> last = CompletableFuture.completedFuture(null);
			for (int i = 0; i < 500; i++) {
				last = waiting.send(TransportPair.payload(CHUNK, i));
			}
			Await.until("credit is withheld", () -> pair.server().snapshot().get(Counter.AGENT_CREDIT_WITHHELD) > 0);
			Await.until("the sender is out of credit",
					() -> pair.server().snapshot().get(Counter.PEER_FLOW_BLOCKED) > 1);
			assertThat(last).isNotDone();
			// calls are never held up by a stream that nobody reads
			assertThat(TransportPair.echo(second, "still here")).isEqualTo("still here");
			receiving.request(Long.MAX_VALUE);
			Await.result(last);
			for (int i = 0; i < 500; i++) {
				assertThat(read.next()).isEqualTo(TransportPair.content(CHUNK, i));
			}
			for (int i = 0; i < sent; i++) {
				assertThat(unread.next()).isEqualTo(TransportPair.content(CHUNK, i));
			}
		}
	}

	private static MxpStream open(MxpConnection connection, String subject) {
		return Await.result(connection.openStream(StreamRequest.of(subject).unidirectional(), StreamListener.IGNORE));
	}

}
