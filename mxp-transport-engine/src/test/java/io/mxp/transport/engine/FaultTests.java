/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.concurrent.CompletableFuture;

import io.mxp.transport.CallRequest;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.Reply;
import io.mxp.transport.observe.Counter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Code of one connection fails: that one ends, and the others of its loop go on. */
class FaultTests {

	@AfterEach
	void mend() {
		BrokenCongestionControl.breakNext(null);
	}

	@ParameterizedTest
	@EnumSource(BrokenCongestionControl.Where.class)
	void aFaultEndsItsConnectionAlone(BrokenCongestionControl.Where where) {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.with(inbox)
			.client((config) -> config.withRecovery(config.recovery().withCongestionControl("broken")))
			.start()) {
			MxpConnection good = pair.connect();
			assertThat(TransportPair.echo(good, "before")).isEqualTo("before");
			BrokenCongestionControl.breakNext(where);
			MxpConnection bad = pair.connect();
			CompletableFuture<Reply> call = bad.call(CallRequest.of("echo", Inbox.bytes("lost")));
			assertThat(Await.result(bad.closed()).code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
			assertThat(Await.anyFailure(call)).isNotNull();
			assertThat(TransportPair.echo(good, "after")).isEqualTo("after");
			assertThat(pair.client().snapshot().get(Counter.CONNECTION_FAULTS)).isOne();
			assertThat(pair.client().connections()).containsExactly(good);
			BrokenCongestionControl.breakNext(null);
			assertThat(TransportPair.echo(pair.connect(), "again")).isEqualTo("again");
		}
	}

}
