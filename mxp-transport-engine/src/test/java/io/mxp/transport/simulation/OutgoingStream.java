/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SplittableRandom;

import io.mxp.transport.MessageType;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.connection.MessagePlane;

/**
 * A simulated application that writes bytes as chunks onto an MXP stream of its own: it
 * stops where it is refused and goes on where it hears that there is room.
 */
public final class OutgoingStream {

	private final SimulatedConnection owner;

	private final MessageDigest digest = Trace.sha256();

	private final SplittableRandom content;

	private final byte[] chunk;

	private final boolean unidirectional;

	private final boolean endless;

	private long streamId;

	private long left;

	private byte[] waiting;

	private int written;

	private boolean began;

	private boolean finished;

	private OutgoingStream(SimulatedConnection owner, long streamId, boolean unidirectional, byte[] first, long bytes,
			int chunkBytes, SplittableRandom content, boolean endless) {
		this.owner = owner;
		this.endless = endless;
		this.streamId = streamId;
		this.unidirectional = unidirectional;
		this.left = bytes;
		this.chunk = new byte[chunkBytes];
		this.content = content;
		this.waiting = first;
	}

	/**
	 * A stream that is still to be opened, with a StreamOpen that holds {@code request}.
	 */
	static OutgoingStream opening(SimulatedConnection owner, boolean unidirectional, byte[] request, long bytes,
			int chunkBytes, SplittableRandom content) {
		return new OutgoingStream(owner, -1, unidirectional,
				Messages.streamOpen(owner.nextMessageId(), !unidirectional, request), bytes, chunkBytes, content,
				false);
	}

	/** A unidirectional stream that writes zeros until it is stopped. */
	static OutgoingStream endless(SimulatedConnection owner, int chunkBytes) {
		return new OutgoingStream(owner, -1, true, Messages.streamOpen(owner.nextMessageId(), false, new byte[0]),
				Long.MAX_VALUE, chunkBytes, new SplittableRandom(0), true);
	}

	/** The answering direction of a stream that the peer opened. */
	static OutgoingStream answering(SimulatedConnection owner, long streamId, long bytes, int chunkBytes,
			SplittableRandom content) {
		return new OutgoingStream(owner, streamId, false, new byte[0], bytes, chunkBytes, content, false);
	}

	/** The same with one chunk of given content. */
	static OutgoingStream answering(SimulatedConnection owner, long streamId, byte[] content) {
		OutgoingStream stream = new OutgoingStream(owner, streamId, false,
				Messages.encode(MessageType.STREAM_CHUNK, owner.nextMessageId(), content), 0, 1,
				new SplittableRandom(0), false);
		stream.digest.update(content);
		return stream;
	}

	/** Writes as much as is taken. */
	void advance() {
		MessagePlane messages = this.owner.connection().messages();
		if (this.finished || !opened(messages)) {
			return;
		}
		while (true) {
			if (this.written == this.waiting.length && !fillChunk()) {
				this.finished = true;
				messages.finishStream(this.streamId);
				return;
			}
			this.written += messages.writeSome(this.streamId, this.waiting, this.written,
					this.waiting.length - this.written);
			if (this.written < this.waiting.length) {
				return;
			}
			messages.onWritten();
		}
	}

	private boolean opened(MessagePlane messages) {
		if (this.streamId < 0) {
			this.streamId = messages.openStream(PriorityBand.STREAMING.index(), this.unidirectional);
			if (this.streamId >= 0) {
				this.owner.outbox().onOpened(this);
			}
		}
		return this.streamId >= 0;
	}

	private boolean fillChunk() {
		if (this.left == 0) {
			return false;
		}
		if (this.endless) {
			if (!this.began) {
				this.began = true;
				this.waiting = Messages.encode(MessageType.STREAM_CHUNK, this.owner.nextMessageId(), this.chunk);
			}
			this.written = 0;
			return true;
		}
		int size = (int) Math.min(this.left, this.chunk.length);
		byte[] payload = (size == this.chunk.length) ? this.chunk : new byte[size];
		this.content.nextBytes(payload);
		this.digest.update(payload);
		this.left -= size;
		this.waiting = Messages.encode(MessageType.STREAM_CHUNK, this.owner.nextMessageId(), payload);
		this.written = 0;
		return true;
	}

	/** An endless stream ends behind the chunk that it is writing. */
	public void stop() {
		this.left = 0;
	}

	/** The peer wants no more, or the connection is gone. */
	void abandon() {
		this.finished = true;
	}

	long streamId() {
		return this.streamId;
	}

	/** Whether everything was written, the end included. */
	public boolean isFinished() {
		return this.finished;
	}

	/** SHA-256 of all data written; final once {@link #isFinished()}. */
	public String digest() {
		try {
			return HexFormat.of().formatHex(((MessageDigest) this.digest.clone()).digest());
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException("SHA-256 of the JDK can be cloned", ex);
		}
	}

}
