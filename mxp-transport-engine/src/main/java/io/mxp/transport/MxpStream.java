/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A stream of messages between two agents, in order. May be used from any thread; nothing
 * blocks.
 */
public interface MxpStream {

	/** The id that StreamOpen carries. */
	UUID id();

	MxpConnection connection();

	/** Subject, content type, trace context and headers from StreamOpen. */
	MessageMetadata metadata();

	/** Whether the peer opened it. */
	boolean isRemote();

	/** Whether we can send on it: we opened it, or it is bidirectional. */
	boolean isWritable();

	/**
	 * Sends one chunk.
	 * @return false where the stream's buffer is full:
	 * {@link StreamListener#onWritable(MxpStream)} tells when to try again
	 * @throws TransportException.StreamReset where the stream has ended
	 */
	boolean offer(ByteBuffer chunk);

	/**
	 * Sends one chunk as soon as there is room.
	 * @return completes when the chunk is accepted; wait for it before sending the next
	 * one
	 */
	CompletableFuture<Void> send(ByteBuffer chunk);

	/**
	 * Sends the last chunk as soon as there is room and ends our side with it (flag
	 * FINAL): one message where {@link #send} and {@link #finish()} take two.
	 * @return completes when the chunk is accepted
	 */
	// SPEC messages.md#final
	CompletableFuture<Void> sendLast(ByteBuffer chunk);

	/** Sends StreamClose behind what was accepted so far and ends our side. */
	default void finish() {
		finish(ErrorCode.NO_ERROR, "");
	}

	/**
	 * The same with an error: the peer's listener receives what was accepted so far, then
	 * {@link StreamListener#onFailed}. What is sent in order arrives in order, other than
	 * with {@link #reset}.
	 * @param reason for people, sent to the peer as it is; empty is fine
	 */
	void finish(ErrorCode code, String reason);

	/** Ends both directions at once; chunks on their way are dropped. */
	void reset(ErrorCode code, String reason);

	/**
	 * Asks for so many more chunks. A listener that never asks gets everything; after the
	 * first call only what was asked for is delivered, and the rest waits at the sender
	 * once the stream's window is full.
	 */
	void request(long chunks);

	/**
	 * Holds the chunk that is being delivered, for a listener that hands it to another
	 * thread: it counts as consumed not when {@link StreamListener#onChunk} returns, but
	 * when {@link #release} says so. Until then its bytes keep their place in the
	 * stream's window (those of a chunk over 16 KiB their place in
	 * {@link FlowConfig#assemblyBudgetBytes()}), so a peer cannot make this side keep
	 * more than that. A compressed chunk is decompressed when it is delivered, and
	 * delivered only while those that are held have no more bytes together, decompressed,
	 * than {@link FlowConfig#streamWindowBytes()}, or none is held; until then it waits
	 * as it came. What a stream holds that fails or is reset is released.
	 * @throws IllegalStateException outside of onChunk, and for a chunk that is held
	 */
	// SPEC streams.md#credit
	void hold();

	/**
	 * Releases the oldest of the chunks that are held. From any thread.
	 * @param chunks how many, at least one; more than are held are all of them
	 */
	void release(int chunks);

}
