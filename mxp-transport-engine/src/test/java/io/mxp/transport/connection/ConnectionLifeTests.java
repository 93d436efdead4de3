/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.CloseReason;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Only the transitions of the table happen; the others are bugs and throw. */
class ConnectionLifeTests {

	private static final CloseReason REASON = new CloseReason(ErrorCode.NO_ERROR, false, "");

	@ParameterizedTest
	@EnumSource(ConnectionState.class)
	@Requirement("SEC-58")
	void transitionsOutsideOfTheTableThrow(ConnectionState from) {
		for (ConnectionState to : ConnectionState.values()) {
			ConnectionLife life = in(from);
			if (to == ConnectionState.INITIAL || (to == ConnectionState.HANDSHAKE && from != ConnectionState.INITIAL)) {
				// Nothing leads back: hearing the peer again changes nothing.
				life.onPeerHeard();
				assertThat(from.mayBecome(to)).isFalse();
			}
			else if (from.mayBecome(to)) {
				move(life, to);
				assertThat(life.state()).isEqualTo(to);
			}
			else {
				assertThatIllegalStateException().as("%s to %s", from, to)
					.isThrownBy(() -> move(life, to))
					.withMessageContaining(from + " to " + to);
				assertThat(life.state()).isEqualTo(from);
			}
		}
	}

	@Test
	void onlyTheFirstThreeAreAlive() {
		assertThat(ConnectionState.values()).filteredOn(ConnectionState::isAlive)
			.containsExactly(ConnectionState.INITIAL, ConnectionState.HANDSHAKE, ConnectionState.ESTABLISHED);
	}

	private static ConnectionLife in(ConnectionState state) {
		ConnectionLife life = new ConnectionLife(0);
		switch (state) {
			case INITIAL -> {
			}
			case HANDSHAKE -> move(life, ConnectionState.HANDSHAKE);
			case ESTABLISHED, CLOSING, DRAINING -> {
				move(life, ConnectionState.HANDSHAKE);
				move(life, state);
			}
			case CLOSED -> move(life, ConnectionState.CLOSED);
		}
		return life;
	}

	private static void move(ConnectionLife life, ConnectionState to) {
		switch (to) {
			case INITIAL -> throw new IllegalArgumentException("nothing leads to INITIAL");
			case HANDSHAKE -> life.onPeerHeard();
			case ESTABLISHED -> life.establish(1);
			case CLOSING -> life.close(2, REASON, -1, "");
			case DRAINING -> life.drain(2, REASON);
			case CLOSED -> life.finish();
		}
	}

}
