/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import io.mxp.transport.CongestionStatistics;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.RecoveryConfig;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.observe.TransportSnapshot;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What congestion control does shows in the snapshot of the transport, over real sockets.
 */
class CongestionCountersTests {

	@Test
	void theStatesOfEveryConnectionAreCounted() {
		RecoveryConfig recovery = RecoveryConfig.defaults().withCongestionControl("bbr");
		try (TransportPair pair = TransportPair.with(new Inbox())
			.client((config) -> config.withRecovery(recovery))
			.start()) {
			MxpConnection connection = pair.connect();
			assertThat(pair.client().snapshot().get(Counter.CONGESTION_STATES_ENTERED)).isZero();
			Await.until("the start-up of the controller is over", () -> {
				Await.result(connection.submit(MessageType.EVENT, MessageMetadata.EMPTY,
						TransportPair.payload(1_000_000, 1)));
				return figures(connection).statesEntered() > 0;
			});
			long entered = figures(connection).statesEntered();
			assertThat(pair.client().snapshot().get(Counter.CONGESTION_STATES_ENTERED)).isGreaterThanOrEqualTo(entered);
			assertThat(pair.server().snapshot().get(Counter.CONGESTION_STATES_ENTERED)).isZero();
		}
	}

	@Test
	void thePathsOfAllConnectionsAreSummedUp() {
		try (TransportPair pair = TransportPair.start(new Inbox())) {
			assertThat(pair.client().snapshot().paths()).isEqualTo(TransportSnapshot.Paths.NONE);
			TransportPair.echo(pair.connect(), "x");
			TransportPair.echo(pair.connect(), "x");
			TransportSnapshot.Paths paths = pair.client().snapshot().paths();
			assertThat(paths.connections()).isEqualTo(2);
			assertThat(paths.congestionWindowMeanBytes()).isPositive()
				.isLessThanOrEqualTo(paths.congestionWindowMaxBytes());
			assertThat(paths.smoothedRttMeanNanos()).isPositive().isLessThanOrEqualTo(paths.smoothedRttMaxNanos());
			assertThat(paths.pacingRateMeanBytesPerSecond()).isPositive()
				.isLessThanOrEqualTo(paths.pacingRateMaxBytesPerSecond());
			assertThat(paths.maxDatagramMinBytes()).isBetween(1_200, 1_452);
		}
	}

	private static CongestionStatistics figures(MxpConnection connection) {
		return Await.result(connection.statistics()).congestion();
	}

}
