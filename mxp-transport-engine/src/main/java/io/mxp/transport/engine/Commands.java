/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import io.mxp.transport.MessageType;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What application threads ask of an event loop: messages through a bounded ring of
 * bytes, everything else as tasks.
 */
final class Commands {

	private static final Logger logger = LoggerFactory.getLogger(Commands.class);

	/**
	 * A message for the stream of its band; b when it was accepted, see
	 * {@link BandLatencies#stamp}, c whether behind others, on the band's ordered stream;
	 * attachment: the connection, or a {@link LargeMessage}.
	 */
	static final int SEND = 1;

	/** The c of a {@link #SEND} that keeps the order of its band. */
	static final long ORDERED = 1;

	/** A Call; b message id, c deadline; attachment: the pending call. */
	static final int CALL = 2;

	/** A message for one datagram; b its id; attachment: the connection. */
	static final int DATAGRAM = 3;

	/** A message on a stream; b when it was accepted; attachment: the stream. */
	static final int STREAM_WRITE = 4;

	/** A message with REQUIRES_ACK; b message id, c deadline; attachment: the ack. */
	static final int ACKNOWLEDGED = 5;

	/**
	 * Most tasks in one turn: one that waits for room in the command ring comes again and
	 * again until the ring has been emptied.
	 */
	private static final int MAX_TASKS = 1_024;

	private final ByteRing ring;

	private final TaskQueue tasks = new TaskQueue();

	private final ParkSignal signal;

	Commands(int capacityBytes, ParkSignal signal) {
		this.ring = new ByteRing(Integer.highestOneBit(capacityBytes));
		this.signal = signal;
	}

	/**
	 * Posts a message of so many bytes; false where the ring is full. A message too long
	 * for the ring travels beside it.
	 */
	boolean post(int kind, int band, long b, long c, int length, Object attachment, Writer writer) {
		if (length > this.ring.maxLength()) {
			return postLarge(kind, band, b, c, length, attachment, writer);
		}
		int at = this.ring.claim(length);
		if (at < 0) {
			this.signal.signal();
			return false;
		}
		boolean written = false;
		try {
			writer.write(this.ring.array(), at);
			written = true;
		}
		finally {
			if (!written) {
				this.ring.abort(at);
			}
		}
		this.ring.commit(at, length, kind, band, b, c, attachment); // the loop takes it
		this.signal.signal();
		return true;
	}

	private boolean postLarge(int kind, int band, long b, long c, int length, Object attachment, Writer writer) {
		byte[] message = new byte[length];
		writer.write(message, 0);
		int at = this.ring.claim(0);
		if (at < 0) {
			return false;
		}
		this.ring.commit(at, 0, kind, band, b, c, new LargeMessage(attachment, message));
		this.signal.signal();
		return true;
	}

	/**
	 * The same as {@link #post} for a message without metadata; allocates nothing.
	 */
	boolean postPlain(int band, boolean ordered, int length, EngineConnection connection, MessageType type,
			long messageId, long traceId, byte[] payload, int offset, int payloadLength) {
		long acceptedNanos = connection.loop().latencies().stamp(messageId);
		if (length > this.ring.maxLength()) {
			return postLarge(SEND, band, acceptedNanos, ordered ? ORDERED : 0, length, connection,
					(target, at) -> OutboundMessages.writePlain(target, at, type, messageId, traceId, payload, offset,
							payloadLength));
		}
		int at = this.ring.claim(length);
		if (at < 0) {
			this.signal.signal();
			return false;
		}
		OutboundMessages.writePlain(this.ring.array(), at, type, messageId, traceId, payload, offset, payloadLength);
		// the loop takes it
		this.ring.commit(at, length, SEND, band, acceptedNanos, ordered ? ORDERED : 0, connection);
		this.signal.signal();
		return true;
	}

	/**
	 * Posts a task; never refused, because each belongs to a connection, a stream or a
	 * call that is bounded itself.
	 */
	void execute(Runnable task) {
		this.tasks.add(task); // the loop runs it
		this.signal.signal();
	}

	/** A task may bring the next one, so what comes meanwhile waits for the next turn. */
	void runTasks(int loop) {
		this.signal.awake();
		for (int i = 0; i < MAX_TASKS; i++) {
			Runnable task = this.tasks.poll();
			if (task == null) {
				return;
			}
			try {
				task.run();
			}
			catch (RuntimeException ex) {
				logger.error("A task of event loop {} failed", loop, ex);
			}
		}
	}

	/** The loop has ended: tasks run on the threads that bring them. */
	void abandonTasks() {
		this.tasks.abandon();
	}

	ByteRing ring() {
		return this.ring;
	}

	boolean isEmpty() {
		return this.ring.isEmpty() && this.tasks.isEmpty();
	}

	/** Writes a message into a buffer. */
	@FunctionalInterface
	interface Writer {

		void write(byte[] target, int at);

	}

	/**
	 * A message that is too long for the ring.
	 *
	 * @param owner what would be the attachment otherwise
	 * @param bytes the whole message
	 */
	record LargeMessage(Object owner, byte[] bytes) {
	}

}
