/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.Arrays;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mxp.transport.Attack;
import io.mxp.transport.CloseReason;
import io.mxp.transport.Requirement;
import io.mxp.transport.connection.Connection;
import io.mxp.transport.connection.SealedFrames;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.simulation.PeerListener.Reading;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A peer that has the keys and sends whatever it likes: decrypted frames against a real
 * connection in each of its states. The first byte of an input is the state, then come
 * packets: two bytes of length, as many bytes of frames.
 */
class ConnectionFuzzTests {

	private static final int STATES = 8;

	private static final int PROBE_PACKETS = 0x40;

	private static final int LARGEST_PACKET = 1_400;

	private static final long PATIENCE_MILLIS = 120_000;

	/** More than any window that a peer is given. */
	private static final long LARGEST_BUFFERS = 64L << 20;

	@FuzzTest
	@Requirement({ "SEC-58", "SEC-59" })
	@Attack("A04")
	void frames(byte[] bytes) {
		if (bytes.length == 0) {
			return;
		}
		Simulation sim = Simulation.seeded(1);
		State state = State.values()[(bytes[0] & 0xFF) % STATES];
		SimulatedConnection attacker = state.prepare(sim);
		SimulatedPeer attackingPeer = (state.fromServer) ? sim.server() : sim.client();
		SimulatedPeer victim = (state.fromServer) ? sim.client() : sim.server();
		victim.application().reading(Reading.COUNTING);
		attackingPeer.application().reading(Reading.COUNTING);
		int type = state.initial ? PacketType.INITIAL
				: ((bytes[0] & PROBE_PACKETS) != 0) ? PacketType.PROBE : PacketType.ONE_RTT;
		for (int at = 1; at + 2 <= bytes.length;) {
			int length = Math.min((bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF, bytes.length - at - 2);
			length = Math.min(length, state.initial ? LARGEST_PACKET - 300 : LARGEST_PACKET);
			send(sim, attacker.connection(), attackingPeer, type, Arrays.copyOfRange(bytes, at + 2, at + 2 + length));
			at += 2 + length;
		}
		sim.runForMillis(400);
		check(sim, victim);
		sim.client().connections().forEach(SimulatedConnection::close);
		sim.runUntil(() -> isGone(sim.client()) && isGone(sim.server()), PATIENCE_MILLIS);
		new LeakOracle(sim).checkEndpoints();
	}

	private static void send(Simulation sim, Connection attacker, SimulatedPeer peer, int type, byte[] frames) {
		if (SealedFrames.isPossible(attacker, type)) {
			peer.inject(attacker.remoteAddress(), SealedFrames.seal(attacker, type, sim.nowNanos(), frames));
			sim.runForMillis(3);
		}
	}

	private static void check(Simulation sim, SimulatedPeer victim) {
		assertThat(victim.endpoint().connectionSettings().buffers().bytesInUse()).isLessThan(LARGEST_BUFFERS);
		for (SimulatedConnection connection : victim.connections()) {
			CloseReason reason = connection.closeReason();
			if (reason != null) {
				assertThat(reason.code()).as("a typed close").isNotNull();
			}
		}
		sim.check(victim.endpoint().connectionCount() <= 1, "the victim has more connections than were made");
	}

	private static boolean isGone(SimulatedPeer peer) {
		return peer.endpoint().connectionCount() == 0;
	}

	/** When the frames come, and from whom. */
	private enum State {

		/** A server that has all its keys and nothing to do. */
		SERVER_IDLE(false, false) {
			@Override
			SimulatedConnection prepare(Simulation sim) {
				return established(sim);
			}
		},

		/** A server that reads and writes streams and owes an answer. */
		SERVER_BUSY(false, false) {
			@Override
			SimulatedConnection prepare(Simulation sim) {
				SimulatedConnection client = established(sim);
				busy(sim, client);
				return client;
			}
		},

		/** The client of an idle connection. */
		CLIENT_IDLE(true, false) {
			@Override
			SimulatedConnection prepare(Simulation sim) {
				established(sim);
				return sim.server().connection();
			}
		},

		/** A client whose streams and calls are under way. */
		CLIENT_BUSY(true, false) {
			@Override
			SimulatedConnection prepare(Simulation sim) {
				busy(sim, established(sim));
				return sim.server().connection();
			}
		},

		/** A server that has not heard a 1-RTT packet yet: Initial packets. */
		SERVER_HANDSHAKE(false, true) {
			@Override
			SimulatedConnection prepare(Simulation sim) {
				SimulatedConnection client = sim.client().connection();
				sim.runForMicros(1_500);
				return client;
			}
		},

		/** A client that verifies the server: Initial packets. */
		CLIENT_HANDSHAKE(true, true) {
			@Override
			SimulatedConnection prepare(Simulation sim) {
				sim.verificationMillis(30);
				sim.client().connection();
				sim.runForMicros(1_500);
				return sim.server().connection();
			}
		},

		/** A server that verifies the client: 1-RTT packets before it is established. */
		SERVER_VERIFIES(false, false) {
			@Override
			SimulatedConnection prepare(Simulation sim) {
				sim.verificationMillis(30);
				SimulatedConnection client = sim.client().connection();
				sim.runUntil(() -> client.isEstablished(), 1_000);
				return client;
			}
		},

		/** A server that is closing. */
		SERVER_CLOSING(false, false) {
			@Override
			SimulatedConnection prepare(Simulation sim) {
				SimulatedConnection client = established(sim);
				sim.downlink().down(true);
				sim.server().connection().close();
				return client;
			}
		};

		private final boolean fromServer;

		private final boolean initial;

		State(boolean fromServer, boolean initial) {
			this.fromServer = fromServer;
			this.initial = initial;
		}

		/** The connection whose keys seal the frames. */
		abstract SimulatedConnection prepare(Simulation sim);

		private static SimulatedConnection established(Simulation sim) {
			SimulatedConnection client = sim.client().connection();
			sim.runUntilQuiet();
			return client;
		}

		private static void busy(Simulation sim, SimulatedConnection client) {
			sim.server().application().answerCalls(false, 0);
			client.upload(200_000, 5_000);
			client.download(200_000);
			client.call("who", 60_000);
			client.datagram(1, new byte[200], 1_000);
			sim.runForMicros(2_500);
		}

	}

}
