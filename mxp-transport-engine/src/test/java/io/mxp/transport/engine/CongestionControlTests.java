/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import io.mxp.transport.CongestionStatistics;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.RecoveryConfig;
import io.mxp.transport.TransportException;
import io.mxp.transport.observe.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Congestion control by name on real sockets, a user's own included. */
class CongestionControlTests {

	@ParameterizedTest
	@ValueSource(strings = { "bbr", "cubic", "newreno" })
	void theConfiguredControllerIsTheOneThatTheConnectionReports(String name) {
		CongestionStatistics figures = figuresAfterOneCall(name);
		assertThat(figures.controller()).isEqualTo(name);
		assertThat(figures.state()).isIn("STARTUP", "SLOW_START");
		assertThat(figures.pacingRateBytesPerSecond()).isPositive();
		assertThat(figures.minRttNanos()).isPositive();
	}

	@Test
	void aUsersOwnControllerIsFoundByItsName() {
		long before = OwnCongestionControl.ACKED_BYTES.sum();
		CongestionStatistics figures = figuresAfterOneCall("twenty-packets");
		assertThat(figures.controller()).isEqualTo("twenty-packets");
		assertThat(figures.state()).isEqualTo("FIXED");
		assertThat(figures.pacingRateBytesPerSecond()).isEqualTo(10_000_000);
		assertThat(OwnCongestionControl.ACKED_BYTES.sum()).isGreaterThan(before);
	}

	@Test
	void aChangeOfStateIsCountedAndLogged() {
		RecoveryConfig recovery = RecoveryConfig.defaults().withCongestionControl("twenty-packets");
		try (LogCapture log = LogCapture.begin().withDebugOf(LoopListener.class);
				TransportPair pair = TransportPair.with(new Inbox())
					.client((config) -> config.withRecovery(recovery))
					.start()) {
			MxpConnection connection = pair.connect();
			assertThat(TransportPair.echo(connection, "hello")).isNotEmpty();
			// From NEW to FIXED with the first ACK, and never again.
			assertThat(Await.result(connection.statistics()).congestion().statesEntered()).isEqualTo(1);
			assertThat(pair.client().snapshot().get(Counter.CONGESTION_STATES_ENTERED)).isEqualTo(1);
			assertThat(log.messagesWith("Congestion control of the connection to")).singleElement()
				.asString()
				.contains("127.0.0.1")
				.endsWith("STATE_ENTERED, state FIXED");
		}
	}

	@Test
	void aNameThatNobodyHasStopsTheStart() {
		RecoveryConfig recovery = RecoveryConfig.defaults().withCongestionControl("vegas");
		assertThatExceptionOfType(TransportException.Configuration.class)
			.isThrownBy(() -> TransportPair.with(new Inbox()).server((config) -> config.withRecovery(recovery)).start())
			.withMessage("There is no congestion control \"vegas\" (recovery.congestion-control);"
					+ " choose one of: bbr, broken, cubic, newreno, twenty-packets");
	}

	private static CongestionStatistics figuresAfterOneCall(String name) {
		RecoveryConfig recovery = RecoveryConfig.defaults().withCongestionControl(name);
		try (TransportPair pair = TransportPair.with(new Inbox())
			.server((config) -> config.withRecovery(recovery))
			.client((config) -> config.withRecovery(recovery))
			.start()) {
			MxpConnection connection = pair.connect();
			assertThat(TransportPair.echo(connection, "hello")).isNotEmpty();
			return Await.result(connection.statistics()).congestion();
		}
	}

}
