/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.CloseReason;
import io.mxp.transport.CongestionStatistics;
import io.mxp.transport.ConnectionStatistics;
import io.mxp.transport.PathStatistics;
import io.mxp.transport.reliability.CongestionFigures;
import io.mxp.transport.reliability.CongestionSignal;
import io.mxp.transport.reliability.LossRecovery;
import io.mxp.transport.stream.StreamFigures;

/**
 * What can be read of a connection, by the thread that drives it. COLD.
 */
public final class ConnectionFigures {

	private final Connection connection;

	ConnectionFigures(Connection connection) {
		this.connection = connection;
	}

	/** All public figures at once. */
	public ConnectionStatistics snapshot() {
		LossRecovery recovery = this.connection.recovery();
		NetworkPath path = this.connection.path();
		return new ConnectionStatistics(stateName(), this.connection.life().handshakeNanos(),
				recovery.smoothedRttNanos(), recovery.minRttNanos(), recovery.congestionWindow(),
				recovery.bytesInFlight(), path.maxDatagramBytes(), packetsSent(), packetsReceived(),
				recovery.packetsLost(), framesRetransmitted(), bytesSent(), bytesReceived(),
				this.connection.messages().messagesSent(), this.connection.messages().messagesReceived(),
				this.connection.streams().figures().openStreams(), this.connection.messages().pendingCalls(),
				congestion(), pathStatistics());
	}

	private PathStatistics pathStatistics() {
		NetworkPath path = this.connection.path();
		PathFigures all = paths();
		return new PathStatistics(path.remote().toString(), path.isValidated(), all.open(), all.migrations(),
				all.validated(), all.failed());
	}

	/** Congestion control. */
	public CongestionStatistics congestion() {
		CongestionFigures congestion = this.connection.recovery().congestion();
		return new CongestionStatistics(congestion.controller(), congestion.state(),
				congestion.pacingRateBytesPerSecond(), congestion.bandwidthBytesPerSecond(), congestion.minRttNanos(),
				congestion.times(CongestionSignal.STATE_ENTERED), congestion.times(CongestionSignal.CONGESTION),
				congestion.times(CongestionSignal.SPURIOUS_UNDONE),
				congestion.times(CongestionSignal.PERSISTENT_CONGESTION),
				congestion.times(CongestionSignal.FALLBACK_SWITCHED), congestion.ecn().name());
	}

	private String stateName() {
		String name = this.connection.state().name();
		return name.charAt(0) + name.substring(1).toLowerCase(java.util.Locale.ROOT);
	}

	public long packetsSent() {
		return this.connection.sender().packetsSent();
	}

	public long packetsReceived() {
		return this.connection.receiver().packetsReceived();
	}

	public long packetsLost() {
		return this.connection.recovery().packetsLost();
	}

	/** Smoothed round trip; 0 before the first sample. */
	public long smoothedRttNanos() {
		LossRecovery recovery = this.connection.recovery();
		return (recovery.latestRttNanos() > 0) ? recovery.smoothedRttNanos() : 0;
	}

	public long pacingRateBytesPerSecond() {
		return this.connection.recovery().congestion().pacingRateBytesPerSecond();
	}

	/** What became of paths. */
	public PathFigures paths() {
		return this.connection.paths().figures();
	}

	/**
	 * Connection ids of the peer that we gave up and whose end it has not acknowledged.
	 */
	public int pendingRetirements() {
		return this.connection.peerIds().pendingRetirements();
	}

	/** Largest UDP payload of the path. */
	public int maxDatagramBytes() {
		return this.connection.path().maxDatagramBytes();
	}

	/** Packets that were declared lost and arrived after all. */
	public long packetsSpuriouslyLost() {
		return this.connection.recovery().packetsSpuriouslyLost();
	}

	public long framesRetransmitted() {
		return this.connection.sender().fates().framesRetransmitted();
	}

	public long bytesSent() {
		return this.connection.paths().bytesSent();
	}

	public long bytesReceived() {
		return this.connection.paths().bytesReceived();
	}

	/** How often the keys changed. */
	public long keyUpdates() {
		return this.connection.keyUpdates().updates();
	}

	/** Messages that were accepted for early data. */
	public long earlyMessagesSent() {
		return this.connection.resumption().sending().messages();
	}

	/** 0-RTT packets that were sent. */
	public long earlyPacketsSent() {
		return this.connection.resumption().sending().packets();
	}

	/** Messages that were delivered early. */
	public long earlyMessagesReceived() {
		return this.connection.resumption().receiving().messages();
	}

	/** Messages that came authenticated and are not well-formed, dropped. */
	public long messagesMalformed() {
		return this.connection.messages().messagesMalformed();
	}

	/** Datagram messages that arrived and found no room, dropped. */
	public long datagramsRefused() {
		return this.connection.messages().datagramsRefused();
	}

	/** Whether the handshake is confirmed. */
	public boolean isConfirmed() {
		return this.connection.life().isConfirmed();
	}

	/** How often the path stopped carrying datagrams that it had carried. */
	public long mtuBlackHoles() {
		return this.connection.sender().mtuProber().search().blackHoles();
	}

	/** Why the connection ends or ended. */
	public CloseReason closeReason() {
		return this.connection.life().reason();
	}

	/** CONNECTION_CLOSE frames that were sent. */
	public int closesSent() {
		return this.connection.sender().closing().closesSent();
	}

	/** From the first packet to established; -1 before. */
	public long handshakeNanos() {
		return this.connection.life().handshakeNanos();
	}

	public long bytesInFlight() {
		return this.connection.recovery().bytesInFlight();
	}

	public long congestionWindow() {
		return this.connection.recovery().congestionWindow();
	}

	/** What the streams hold, and how often they lacked credit. */
	public StreamFigures streams() {
		return this.connection.streams().figures();
	}

	/** Streams that are open, the eight built-in ones aside. */
	public int openStreams() {
		return this.connection.streams().figures().openStreams();
	}

	/** Bytes that were accepted for sending and are not acknowledged yet. */
	public long bufferedSendBytes() {
		return this.connection.streams().figures().bufferedSendBytes();
	}

	/** Bytes that were received and wait for missing ones or for the application. */
	public long bufferedReceiveBytes() {
		return this.connection.streams().figures().bufferedReceiveBytes();
	}

	/** Acks that nobody waited for, dropped. */
	public long acksIgnored() {
		return this.connection.messages().acksIgnored();
	}

	/** Messages that wait for their Acks. */
	public int pendingAcks() {
		return this.connection.messages().pendingAcks();
	}

	/** Calls that wait for their answers. */
	public int pendingCalls() {
		return this.connection.messages().pendingCalls();
	}

	/** Bytes of one band that were accepted and are not acknowledged yet. */
	public long queuedBytes(int band) {
		return this.connection.messages().queuedBytes(band);
	}

	/** Times the probe timeout fired in a row. */
	public int probeTimeouts() {
		return this.connection.recovery().ptoCount();
	}

}
