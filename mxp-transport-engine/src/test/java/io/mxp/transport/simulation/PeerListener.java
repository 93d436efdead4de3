/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

import io.mxp.transport.CloseReason;
import io.mxp.transport.DatagramFate;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageType;
import io.mxp.transport.connection.Connection;
import io.mxp.transport.connection.ConnectionListener;
import io.mxp.transport.message.MessageFlags;
import io.mxp.transport.message.MessageHeader;
import io.mxp.transport.security.EarlyClaim;
import io.mxp.transport.security.VerificationRequest;
import io.mxp.transport.security.VerificationResult;

/** The application of a {@link SimulatedPeer}: reads, answers, and can be told not to. */
public final class PeerListener implements ConnectionListener {

	private static final int ANSWER_CHUNK_BYTES = 4_000;

	/** How the application reads. */
	public enum Reading {

		/** Takes everything and gives credit at once. */
		PROMPT,
		/** The same, but only counts bytes: for long transfers. */
		COUNTING,
		/** Takes everything but gives no credit. */
		HOARDING,
		/** Refuses everything. */
		REFUSING

	}

	private final SimulatedPeer peer;

	private final List<Unconsumed> unconsumed = new ArrayList<>();

	private final List<Long> waits = new ArrayList<>();

	private final List<Long> acknowledgements = new ArrayList<>();

	private Reading reading = Reading.PROMPT;

	private LongConsumer watcher = (messageId) -> {
	};

	private final List<Boolean> migrations = new ArrayList<>();

	private Runnable pathWatcher = () -> {
	};

	private boolean answersCalls = true;

	private long answerDelayNanos;

	PeerListener(SimulatedPeer peer) {
		this.peer = peer;
	}

	/** Reads so from now on; what was left lying is consumed when reading gets prompt. */
	public void reading(Reading reading) {
		this.reading = reading;
		if (reading == Reading.PROMPT) {
			List<Unconsumed> due = List.copyOf(this.unconsumed);
			this.unconsumed.clear();
			for (Unconsumed bytes : due) {
				bytes.connection.connection().onConsumed(now(), bytes.streamId, bytes.length);
			}
			for (SimulatedConnection connection : List.copyOf(this.peer.live())) {
				connection.connection().retryDelivery(now());
				this.peer.touch(connection);
			}
		}
	}

	/** Hears the id of each message that {@link Reading#COUNTING} counts. */
	public void watch(LongConsumer watcher) {
		this.watcher = watcher;
	}

	/** Whether Calls are answered, and after how long. */
	public void answerCalls(boolean answer, long delayNanos) {
		this.answersCalls = answer;
		this.answerDelayNanos = delayNanos;
	}

	@Override
	public void onConnectionIdAdded(Connection connection, long connectionId) {
		this.peer.application(connection);
		this.peer.amplification().onConnectionId(connection, connectionId);
	}

	@Override
	public void onConnectionIdRemoved(Connection connection, long connectionId) {
		this.peer.amplification().onConnectionIdRemoved(connection, connectionId);
	}

	@Override
	public void onVerificationNeeded(Connection connection, VerificationRequest request) {
		VerificationResult result = this.peer.simulation().trusted().verify(request, 0);
		long delay = this.peer.simulation().verificationDelayNanos();
		if (delay == 0) {
			connection.onVerified(now(), result);
			return;
		}
		this.peer.simulation().events().at(now() + delay, () -> {
			connection.onVerified(now(), result);
			this.peer.touch(application(connection));
		});
	}

	@Override
	public void onEarlyClaim(Connection connection, EarlyClaim claim) {
		this.peer.simulation().tickets().claim(claim, (first) -> {
			connection.onClaimed(now(), first);
			this.peer.touch(application(connection));
		});
	}

	@Override
	public void onEstablished(Connection connection) {
		application(connection).onEstablished(now());
		note(connection, "established");
	}

	/** What became of the moves of its connections, in order. */
	public List<Boolean> migrations() {
		return this.migrations;
	}

	/** Is told when a connection has settled on another path. */
	public void watchPaths(Runnable watcher) {
		this.pathWatcher = watcher;
	}

	@Override
	public void onMigrated(Connection connection, int local, boolean moved) {
		this.migrations.add(moved);
		note(connection, moved ? "moved" : "did not move");
	}

	@Override
	public void onPathChanged(Connection connection) {
		note(connection, "goes on at " + connection.remoteAddress());
		this.pathWatcher.run();
	}

	@Override
	public void onConfirmed(Connection connection) {
		note(connection, "confirmed");
	}

	@Override
	public boolean onMessage(Connection connection, long streamId, int band, byte[] bytes, int offset, int length) {
		if (this.reading == Reading.REFUSING) {
			return false;
		}
		SimulatedConnection application = application(connection);
		if (this.reading == Reading.COUNTING) {
			application.inbox().onCounted(length);
			this.watcher.accept(MessageHeader.messageId(bytes, offset));
			consumed(application, streamId, length);
			return true;
		}
		Messages.Received message = Messages.Received.copyOf(streamId, bytes, offset, length);
		application.inbox().onMessage(message);
		consumed(application, streamId, length);
		if (message.type() == MessageType.CALL && this.answersCalls) {
			answer(application, message);
		}
		if ((MessageHeader.flags(bytes, offset) & MessageFlags.REQUIRES_ACK) != 0 && this.answersCalls) {
			later(() -> application.answer(MessageType.ACK, Messages.ack(message.messageId())));
		}
		return true;
	}

	@Override
	public boolean onAnswer(Connection connection, Object call, long streamId, byte[] bytes, int offset, int length) {
		if (this.reading == Reading.REFUSING) {
			return false;
		}
		Messages.Received message = Messages.Received.copyOf(streamId, bytes, offset, length);
		((CallOutcome) call).onAnswer(message.text(), now());
		consumed(application(connection), streamId, length);
		return true;
	}

	@Override
	public void onCallFailed(Connection connection, Object call, ErrorCode code) {
		((CallOutcome) call).onFailure(code, now());
	}

	@Override
	public void onStreamFinished(Connection connection, long streamId) {
		SimulatedConnection application = application(connection);
		application.inbox().onStreamFinished(streamId);
		IncomingStream stream = application.incoming(streamId);
		if (stream == null) {
			return;
		}
		if (stream.request().startsWith(SimulatedPeer.GET)) {
			long bytes = Long.parseLong(stream.request().substring(SimulatedPeer.GET.length()));
			application.answer(streamId, bytes, ANSWER_CHUNK_BYTES);
		}
		else if (stream.request().equals(SimulatedPeer.ECHO)) {
			application.answer(streamId, stream.head());
		}
	}

	@Override
	public void onStreamReset(Connection connection, long streamId, int code) {
		application(connection).inbox().onStreamReset(streamId);
	}

	@Override
	public void onStopSending(Connection connection, long streamId, int code) {
		application(connection).outbox().onStopSending(streamId);
	}

	@Override
	public void onStreamWritable(Connection connection, long streamId) {
		application(connection).outbox().onWritable(streamId);
	}

	@Override
	public void onDatagramFate(Connection connection, long datagramId, DatagramFate fate) {
		application(connection).outbox().onDatagramFate(datagramId, fate);
	}

	@Override
	public void onMessageSent(Connection connection, int band, long acceptedNanos, int weight) {
		this.waits.add(now() - acceptedNanos);
	}

	@Override
	public void onMessageAcknowledged(Connection connection, int band, long acceptedNanos, int weight) {
		this.acknowledgements.add(now() - acceptedNanos);
	}

	/** How long messages that are followed waited to be sent, in nanoseconds. */
	List<Long> waits() {
		return this.waits;
	}

	/** How long they waited for their acknowledgement. */
	List<Long> acknowledgements() {
		return this.acknowledgements;
	}

	@Override
	public void onClosed(Connection connection, CloseReason reason) {
		application(connection).onClosed(now(), reason);
		note(connection, "closed " + reason);
	}

	private void consumed(SimulatedConnection application, long streamId, int length) {
		if (streamId < 0) {
			return;
		}
		if (this.reading == Reading.HOARDING) {
			this.unconsumed.add(new Unconsumed(application, streamId, length));
		}
		else {
			application.connection().onConsumed(now(), streamId, length);
		}
	}

	private void answer(SimulatedConnection application, Messages.Received call) {
		byte[] response = Messages.encode(MessageType.RESPONSE, call.messageId(), call.data());
		later(() -> application.answer(MessageType.RESPONSE, response));
	}

	private void later(Runnable answer) {
		if (this.answerDelayNanos == 0) {
			answer.run();
		}
		else {
			this.peer.simulation().events().at(now() + this.answerDelayNanos, answer);
		}
	}

	private SimulatedConnection application(Connection connection) {
		return this.peer.application(connection);
	}

	private long now() {
		return this.peer.simulation().nowNanos();
	}

	private void note(Connection connection, String what) {
		this.peer.simulation()
			.trace()
			.note(now(), this.peer.name() + " " + Long.toHexString(connection.ids().local()) + " " + what);
	}

	/** Bytes that were taken and not paid for. */
	private record Unconsumed(SimulatedConnection connection, long streamId, int length) {

	}

}
