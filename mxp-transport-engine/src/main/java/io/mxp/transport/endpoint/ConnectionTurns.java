/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.mxp.transport.connection.Connection;
import io.mxp.transport.connection.ConnectionState;
import io.mxp.transport.packet.TransmitBatch;
import org.jspecify.annotations.Nullable;

/**
 * The connections of an endpoint: which of them have something to send, and when which
 * wants to be called. One that fails takes none of the others with it. HOT.
 */
final class ConnectionTurns {

	private final RegisteringListener listener;

	private final TimerQueue timers = new TimerQueue();

	private final ArrayDeque<Slot> dirty = new ArrayDeque<>();

	private final Set<Slot> slots = new LinkedHashSet<>();

	ConnectionTurns(RegisteringListener listener) {
		this.listener = listener;
	}

	/** One more connection, which is polled at the next occasion. */
	void add(long nowNanos, Connection connection) {
		Slot slot = new Slot(connection);
		connection.attachSlot(slot);
		this.slots.add(slot);
		this.listener.onStarted(nowNanos, connection);
		touch(slot);
	}

	/** Something was put into a connection. */
	void touch(Connection connection) {
		touch((Slot) connection.slot());
	}

	private void touch(Slot slot) {
		if (!slot.isDirty) {
			slot.isDirty = true;
			this.dirty.add(slot);
		}
	}

	/** Calls the connections whose time has come. */
	void onTimeout(long nowNanos) {
		for (TimerQueue.Entry due = this.timers.due(nowNanos); due != null; due = this.timers.due(nowNanos)) {
			Slot slot = (Slot) due;
			this.timers.remove(slot);
			try {
				slot.connection.onTimeout(nowNanos);
			}
			catch (RuntimeException fault) {
				onFault(slot.connection, fault);
			}
			touch(slot);
		}
	}

	/**
	 * Fills the batch from the next connection that has something to send.
	 * @return false when no connection has
	 */
	boolean pollTransmit(long nowNanos, TransmitBatch batch) {
		for (Slot slot = this.dirty.peek(); slot != null; slot = this.dirty.peek()) {
			if (pollTransmit(slot.connection, nowNanos, batch)) {
				this.dirty.remove();
				this.dirty.add(slot);
				return true;
			}
			this.dirty.remove();
			slot.isDirty = false;
			this.listener.onSettled(slot.connection);
			if (slot.connection.state() == ConnectionState.CLOSED) {
				this.timers.remove(slot);
				this.slots.remove(slot);
			}
			else {
				this.timers.schedule(slot, slot.connection.nextTimeoutNanos());
			}
		}
		return false;
	}

	private boolean pollTransmit(Connection connection, long nowNanos, TransmitBatch batch) {
		try {
			return connection.pollTransmit(nowNanos, batch);
		}
		catch (RuntimeException fault) {
			onFault(connection, fault);
			return false;
		}
	}

	/**
	 * The code of a connection failed, or that of one that was about to begin. It ends,
	 * and the others go on, where the listener can.
	 */
	void onFault(@Nullable Connection connection, RuntimeException fault) {
		this.listener.onFault(connection, fault);
		if (connection != null) {
			connection.onFault();
			touch(connection);
		}
	}

	/** When {@link #onTimeout} has something to do; {@link Long#MAX_VALUE} for never. */
	long nextTimeoutNanos() {
		return this.timers.nextNanos();
	}

	/** Visits every connection that is not gone. */
	void forEach(Consumer<Connection> visitor) {
		List<Slot> snapshot = new ArrayList<>(this.slots);
		for (Slot slot : snapshot) {
			visitor.accept(slot.connection);
		}
	}

	/** Connections that are not gone. */
	int connections() {
		return this.slots.size();
	}

	/** Timers that are armed. */
	int timers() {
		return this.timers.size();
	}

	/** A connection's place in the timers and among those to be polled. */
	private static final class Slot extends TimerQueue.Entry {

		private final Connection connection;

		private boolean isDirty;

		Slot(Connection connection) {
			this.connection = connection;
		}

	}

}
