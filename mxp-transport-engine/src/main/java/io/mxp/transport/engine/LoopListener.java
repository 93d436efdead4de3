/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

import io.mxp.transport.CloseReason;
import io.mxp.transport.DatagramFate;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.TransportException;
import io.mxp.transport.connection.CongestionObserver;
import io.mxp.transport.connection.Connection;
import io.mxp.transport.connection.ConnectionListener;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.reliability.CongestionSignal;
import io.mxp.transport.security.EarlyClaim;
import io.mxp.transport.security.VerificationRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what happens on the connections of one event loop and hands it to the application
 * by way of the delivery. On the event loop.
 */
final class LoopListener implements ConnectionListener {

	private static final Logger logger = LoggerFactory.getLogger(LoopListener.class);

	private final Delivery delivery;

	private final Verifications verifications;

	private final AgentBudgets budgets;

	private final EarlyClaims claims;

	private final Payloads payloads;

	private final BandCounters bands = new BandCounters();

	private final LongAdder refusals = new LongAdder();

	/** Connections with messages that found no room at the application's side. */
	private final Set<EngineConnection> withheld = new LinkedHashSet<>();

	private EventLoop loop;

	@SuppressWarnings("NullAway.Init") // the loop and its listener know each other; bind
										// follows at once
	LoopListener(Delivery delivery, Verifications verifications, AgentBudgets budgets, Payloads payloads,
			EarlyClaims claims) {
		this.claims = claims;
		this.delivery = delivery;
		this.verifications = verifications;
		this.budgets = budgets;
		this.payloads = payloads;
	}

	void bind(EventLoop loop) {
		this.loop = loop;
		this.delivery.bind(loop);
	}

	// ---- turns

	/**
	 * After commands, before timers: credit of consumed messages, and a new try for
	 * withheld ones.
	 */
	void onTurn(EventLoop turning) {
		this.verifications.onTurn(turning, turning.nanos());
		this.delivery.takeCredit();
		if (!this.withheld.isEmpty() && this.delivery.hasRoom()) {
			List<EngineConnection> again = new ArrayList<>(this.withheld);
			this.withheld.clear();
			for (EngineConnection handle : again) {
				handle.connection().retryDelivery(turning.nanos());
				turning.endpoint().touch(handle.connection());
			}
		}
	}

	/** The end of a turn: whoever waits for what was delivered in it is woken. */
	void onTurnEnd() {
		this.delivery.flush();
	}

	/** Whether a turn is due although nothing arrived. */
	boolean hasWork() {
		return this.delivery.hasCredit() || (!this.withheld.isEmpty() && this.delivery.hasRoom());
	}

	/** What left the connection in this turn is free for new sends. */
	@Override
	public void onSettled(Connection connection) {
		EngineConnection handle = handle(connection);
		handle.window().release(connection, this.delivery);
		handle.early().release(this.loop.commandHandler());
	}

	// ---- connections

	@Override
	public void onConnectionIdAdded(Connection connection, long connectionId) {
		handle(connection);
	}

	@Override
	public void onConnectionIdRemoved(Connection connection, long connectionId) {
		// The endpoint keeps the table; nothing of ours hangs on an id.
	}

	/** The handle of a connection, made when a peer began it. */
	private EngineConnection handle(Connection connection) {
		if (connection.attachment() instanceof EngineConnection known) {
			return known;
		}
		EngineConnection handle = new EngineConnection(this.loop, connection);
		connection.attach(handle);
		this.loop.count(connection.ids().isClient() ? Counter.CONNECTIONS_STARTED : Counter.CONNECTIONS_ACCEPTED);
		return handle;
	}

	@Override
	public void onPathChanged(Connection connection) {
		handle(connection).onPathChanged();
	}

	@Override
	public void onMigrated(Connection connection, int local, boolean moved) {
		this.loop.sockets().onMigrated(local, moved);
	}

	@Override
	public void onPathForgotten(Connection connection, int local) {
		this.loop.sockets().onForgotten(local);
	}

	@Override
	public void onVerificationNeeded(Connection connection, VerificationRequest request) {
		this.verifications.onHandshake(this.loop, connection, request);
	}

	@Override
	public void onPuzzle(long nowNanos, Connection connection, byte[] token, int bits) {
		this.loop.count(Counter.PUZZLES_SOLVED);
		this.verifications.onPuzzle(this.loop, connection, token, bits);
	}

	@Override
	public void onVersionNegotiated(Connection connection) {
		this.loop.count(Counter.VERSION_NEGOTIATIONS_FOLLOWED);
	}

	@Override
	public void onKeyForgotten(Connection connection) {
		this.loop.count(Counter.KEY_MISMATCHES_FOLLOWED);
	}

	@Override
	public void onEarlyClaim(Connection connection, EarlyClaim claim) {
		this.claims.claim(this.loop, connection, claim);
	}

	@Override
	public void onRetry(Connection connection) {
		this.loop.count(Counter.RETRIES_FOLLOWED);
	}

	@Override
	public void onEstablished(Connection connection) {
		EngineConnection handle = handle(connection);
		handle.onEstablished();
		handle.shareBudget(this.budgets.join(handle));
		this.verifications.resumed().onEstablished(connection);
		this.loop.count(Counter.HANDSHAKES_COMPLETED);
		this.loop.counters().add(Counter.HANDSHAKE_NANOS, connection.figures().handshakeNanos());
		if (!handle.isClient()) {
			this.delivery.connected(handle);
		}
	}

	/** A client's connection is handed out once the server has accepted it, too. */
	@Override
	public void onConfirmed(Connection connection) {
		EngineConnection handle = handle(connection);
		if (handle.isClient()) {
			this.delivery.connected(handle);
		}
	}

	@Override
	public void onClosed(Connection connection, CloseReason reason) {
		EngineConnection handle = handle(connection);
		handle.onClosed(reason);
		this.loop.count(Counter.CONNECTIONS_CLOSED);
		if (!connection.wasEstablished()) {
			this.loop.count(Counter.HANDSHAKES_FAILED);
		}
		ConnectionTotals.each(connection.figures(), this.loop.nanos(), this.loop.counters()::add);
		this.verifications.onClosed(connection);
		handle.early().end(this.loop.commandHandler());
		handle.streams().drain(EngineStream::onConnectionClosed);
		handle.trackedDatagrams().close(this.delivery);
		this.delivery.closed(handle, reason);
	}

	@Override
	public CongestionObserver congestion() {
		return this::onCongestion;
	}

	private void onCongestion(Connection connection, CongestionSignal signal, String state, long nowNanos) {
		this.loop.count(switch (signal) {
			case STATE_ENTERED -> Counter.CONGESTION_STATES_ENTERED;
			case CONGESTION -> Counter.CONGESTION_EVENTS;
			case SPURIOUS_UNDONE -> Counter.CONGESTION_EVENTS_UNDONE;
			case PERSISTENT_CONGESTION -> Counter.PERSISTENT_CONGESTIONS;
			case FALLBACK_SWITCHED -> Counter.CONGESTION_FALLBACK_SWITCHES;
			case ECN_VALIDATED -> Counter.ECN_VALIDATED_PATHS;
			case ECN_FAILED -> Counter.ECN_FAILED_PATHS;
		});
		if (logger.isDebugEnabled()) {
			logger.debug("Congestion control of the connection to {}: {}, state {}", connection.remoteAddress(), signal,
					state);
		}
	}

	// ---- messages

	@Override
	public boolean onMessage(Connection connection, long streamId, int band, byte[] bytes, int offset, int length) {
		EngineConnection handle = handle(connection);
		int queue = (band >= 0) ? band : CommandHandler.bandOf(this.loop.config().scheduler().mapping(), bytes, offset);
		boolean accepted = StreamMessages.isForStream(streamId, bytes, offset)
				? StreamMessages.deliver(this.delivery, handle, streamId, queue, bytes, offset, length)
				: this.delivery.message(handle, streamId, queue, bytes, offset, length, connection.isDeliveringEarly());
		return settle(handle, queue, length, accepted);
	}

	@Override
	public boolean onAnswer(Connection connection, Object call, long streamId, byte[] bytes, int offset, int length) {
		EngineConnection handle = handle(connection);
		int queue = CommandHandler.bandOf(this.loop.config().scheduler().mapping(), bytes, offset);
		return settle(handle, queue, length,
				this.delivery.answer((Pending) call, streamId, queue, bytes, offset, length));
	}

	private boolean settle(EngineConnection handle, int band, int length, boolean accepted) {
		if (accepted) {
			this.bands.received(band, length);
		}
		else {
			this.withheld.add(handle);
		}
		return accepted;
	}

	@Override
	public void onCallFailed(Connection connection, Object call, ErrorCode code) {
		Pending pending = (Pending) call;
		this.loop.count(failed(pending));
		boolean expired = code == ErrorCode.DEADLINE_EXCEEDED && connection.state().isAlive();
		TransportException failure = expired
				? new TransportException.DeadlineExceeded(
						((pending instanceof PendingAck) ? "No Ack from " : "No answer from ")
								+ connection.remoteAddress() + " in time. The peer may have done its work")
				: new TransportException.ConnectionClosed(connection.figures().closeReason());
		this.delivery.execute(() -> pending.fail(failure));
	}

	private static Counter failed(Pending pending) {
		return (pending instanceof PendingAck) ? Counter.ACKS_MISSED : Counter.CALLS_FAILED;
	}

	/** A call, or a message that asks for an Ack, that could not even be sent. */
	void onCallRefused(Pending call) {
		this.loop.count(failed(call));
		boolean closed = !call.connection().isOpen();
		this.delivery
			.execute(() -> call.fail(closed ? call.connection().closedException() : new TransportException.Overloaded(
					"Too many messages wait for their answers, or too many bytes to be sent")));
	}

	@Override
	public void onMessageSent(Connection connection, int band, long acceptedNanos, int weight) {
		this.loop.latencies().onSent(band, acceptedNanos, weight);
	}

	@Override
	public void onMessageAcknowledged(Connection connection, int band, long acceptedNanos, int weight) {
		this.loop.latencies().onAcknowledged(band, acceptedNanos, weight);
	}

	void onSent(EngineConnection handle, int band, int length) {
		this.bands.sent(band, length);
		this.loop.endpoint().touch(handle.connection());
	}

	@Override
	public void onStreamFinished(Connection connection, long streamId) {
		EngineStream stream = handle(connection).streams().get(streamId);
		if (stream != null) {
			stream.onPeerFinished();
		}
	}

	@Override
	public void onStreamReset(Connection connection, long streamId, int code) {
		EngineStream stream = handle(connection).streams().get(streamId);
		if (stream != null) {
			stream.onPeerReset(ErrorCode.of(code));
		}
	}

	@Override
	public void onStopSending(Connection connection, long streamId, int code) {
		onStreamReset(connection, streamId, code);
	}

	@Override
	public void onStreamWritable(Connection connection, long streamId) {
		EngineStream stream = handle(connection).streams().get(streamId);
		if (stream != null) {
			stream.onWritable();
		}
	}

	@Override
	public void onDatagramFate(Connection connection, long datagramId, DatagramFate fate) {
		this.loop.count(switch (fate) {
			case ACKNOWLEDGED -> Counter.DATAGRAM_MESSAGES_ACKNOWLEDGED;
			case LOST -> Counter.DATAGRAM_MESSAGES_LOST;
			default -> Counter.DATAGRAM_MESSAGES_DROPPED;
		});
		TrackedDatagrams.TrackedDatagram tracked = handle(connection).trackedDatagrams().take(datagramId);
		if (tracked != null) {
			tracked.complete(fate);
		}
	}

	@Override
	public void onFault(@Nullable Connection connection, RuntimeException fault) {
		this.loop.count(Counter.CONNECTION_FAULTS);
		logger.error("A fault in the transport ends the connection to {}; all others go on. Please report it.",
				(connection != null) ? connection.remoteAddress() : "somebody who asked for one", fault);
	}

	/** The loop broke: everything that waits on it must know. */
	void onLoopFailed(EventLoop failed, Throwable failure) {
		CloseReason reason = new CloseReason(ErrorCode.INTERNAL_ERROR, false,
				"the event loop ended because of " + failure);
		failed.endpoint().forEach((connection) -> {
			EngineConnection handle = handle(connection);
			try {
				connection.close(failed.nanos(), reason.code(), reason.text());
			}
			catch (RuntimeException ex) {
				handle.onClosed(reason);
				this.delivery.closed(handle, reason);
			}
		});
		this.delivery.flush();
	}

	BandCounters bands() {
		return this.bands;
	}

	LongAdder refusals() {
		return this.refusals;
	}

	Payloads payloads() {
		return this.payloads;
	}

	Verifications verifications() {
		return this.verifications;
	}

	Delivery delivery() {
		return this.delivery;
	}

}
