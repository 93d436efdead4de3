/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import io.mxp.transport.BandMapping;
import io.mxp.transport.DatagramFate;
import io.mxp.transport.connection.MessagePlane;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.packet.LittleEndian;

import org.jspecify.annotations.Nullable;

/**
 * Takes messages off the command ring and hands them to their connections. On the event
 * loop. HOT.
 */
final class CommandHandler implements ByteRing.Handler {

	private final EventLoop loop;

	private final long datagramLifeNanos;

	/** There was no memory for the last command: it stays the next one. */
	private boolean stalled;

	CommandHandler(EventLoop loop) {
		this.loop = loop;
		this.datagramLifeNanos = loop.config().datagram().timeToLive().toNanos();
	}

	@Override
	public boolean onRecord(int kind, int band, long b, long c, byte[] bytes, int offset, int length,
			@Nullable Object attachment) {
		boolean taken = true;
		if (attachment instanceof Commands.LargeMessage large) {
			taken = handle(kind, band, b, c, large.bytes(), 0, large.bytes().length, large.owner());
		}
		else if (attachment != null) {
			taken = handle(kind, band, b, c, bytes, offset, length, attachment);
		}
		this.stalled = !taken;
		return taken;
	}

	/** Whether the commands wait for memory: trying again at once is of no use. */
	boolean isStalled() {
		return this.stalled;
	}

	private boolean handle(int kind, int band, long b, long c, byte[] bytes, int offset, int length, Object owner) {
		switch (kind) {
			case Commands.SEND:
				return send((EngineConnection) owner, band, b, c == Commands.ORDERED, bytes, offset, length);
			case Commands.CALL:
				request((Pending) owner, band, b, c, bytes, offset, length);
				break;
			case Commands.ACKNOWLEDGED:
				request((Pending) owner, band, b, c, bytes, offset, length);
				break;
			case Commands.DATAGRAM:
				datagram(owner, b, bytes, offset, length);
				break;
			default:
				((EngineStream) owner).onWrite(bytes, offset, length, b);
		}
		return true;
	}

	/** The sender was told that the message is taken, so that it waits for memory. */
	// SPEC limits.md#memory
	private boolean send(EngineConnection handle, int band, long acceptedNanos, boolean ordered, byte[] bytes,
			int offset, int length) {
		MessagePlane messages = handle.connection().messages();
		if (handle.isOpen() && (ordered ? messages.sendOrdered(band, bytes, offset, length)
				: messages.send(band, bytes, offset, length))) {
			handle.window().onTaken(band, length);
			this.loop.listener().onSent(handle, band, length);
			if (!ordered) {
				this.loop.latencies().onTaken(messages, band, length, acceptedNanos);
			}
			return true;
		}
		if (handle.isOpen() && handle.early()
			.keep(Commands.SEND, band, acceptedNanos, ordered ? Commands.ORDERED : 0, bytes, offset, length, handle)) {
			return true;
		}
		if (handle.isOpen() && handle.connection().messages().isShortOfMemory()) {
			return false;
		}
		handle.window().onDropped(band, length);
		this.loop.count(Counter.MESSAGES_REFUSED);
		return true;
	}

	/** A call, or a message that asks for an Ack. */
	private void request(Pending call, int band, long messageId, long deadlineNanos, byte[] bytes, int offset,
			int length) {
		EngineConnection handle = call.connection();
		MessagePlane messages = handle.connection().messages();
		if (call.isDone() || !handle.isOpen()) {
			handle.window().onDropped(band, length);
			this.loop.listener().onCallRefused(call);
		}
		else if ((call instanceof PendingAck)
				? messages.sendAcknowledged(messageId, deadlineNanos, call, band, bytes, offset, length)
				: messages.call(messageId, deadlineNanos, call, band, bytes, offset, length)) {
			handle.window().onTaken(band, length);
			this.loop.listener().onSent(handle, band, length);
			this.loop.latencies().onTaken(messages, band, length, call.acceptedNanos());
		}
		else if (!handle.early()
			.keep((call instanceof PendingAck) ? Commands.ACKNOWLEDGED : Commands.CALL, band, messageId, deadlineNanos,
					bytes, offset, length, call)) {
			handle.window().onDropped(band, length);
			this.loop.listener().onCallRefused(call);
		}
	}

	private void datagram(Object owner, long id, byte[] bytes, int offset, int length) {
		if (!(owner instanceof TrackedDatagrams.TrackedDatagram tracked)) {
			datagram((EngineConnection) owner, id, bytes, offset, length);
			return;
		}
		EngineConnection handle = tracked.connection();
		if (!handle.isOpen()) {
			this.loop.count(Counter.DATAGRAM_MESSAGES_DROPPED);
			tracked.complete(DatagramFate.CONNECTION_CLOSED);
		}
		else if (!handle.trackedDatagrams().track(tracked)) {
			this.loop.count(Counter.DATAGRAM_MESSAGES_DROPPED);
			tracked.complete(DatagramFate.QUEUE_FULL);
		}
		else if (!datagram(handle, id, bytes, offset, length) && handle.trackedDatagrams().take(id) != null) {
			tracked.complete(DatagramFate.QUEUE_FULL);
		}
	}

	private boolean datagram(EngineConnection handle, long id, byte[] bytes, int offset, int length) {
		long now = this.loop.nanos();
		if (handle.isOpen() && handle.connection()
			.messages()
			.datagram(id, bytes, offset, length, now, now + this.datagramLifeNanos)) {
			this.loop.listener()
				.onSent(handle, bandOf(this.loop.config().scheduler().mapping(), bytes, offset), length);
			return true;
		}
		this.loop.count(Counter.DATAGRAM_MESSAGES_DROPPED);
		return false;
	}

	static int bandOf(BandMapping mapping, byte[] bytes, int offset) {
		return mapping.bandOf(LittleEndian.getUnsignedByte(bytes, offset + 4)).index();
	}

}
