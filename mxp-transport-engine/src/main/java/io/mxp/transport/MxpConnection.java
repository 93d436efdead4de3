/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * An authenticated connection to one peer.
 *
 * <p>
 * All methods may be called from any thread; none blocks. A send copies its bytes before
 * it returns, so the caller may reuse them at once. Backpressure is visible: a send that
 * would exceed a bound is refused ({@code false}, or a future that fails with
 * {@link TransportException.Overloaded}) and nothing of it is sent.
 */
public interface MxpConnection {

	/** Unique among the connections of this transport's life. */
	long id();

	/** Who the peer proved to be. */
	PeerIdentity peer();

	InetSocketAddress remoteAddress();

	CipherSuite cipherSuite();

	/** Whether we made the connection. */
	boolean isClient();

	boolean isOpen();

	/**
	 * Sends one message of any type that expects no answer.
	 * @param type the type; its band decides how urgent it is
	 * @param metadata goes in front of the payload where type and peer carry metadata
	 * (Event); empty elsewhere
	 * @param payload at most 16 MiB with its metadata; its remaining bytes are sent, its
	 * position is not moved
	 * @return false where a queue is full: try again later, or give up
	 * @throws TransportException.MessageTooLarge where the payload is too large
	 * @throws TransportException.ConnectionClosed where the connection has ended
	 */
	boolean send(MessageType type, MessageMetadata metadata, ByteBuffer payload);

	/**
	 * Sends one message as {@link #send(MessageType, MessageMetadata, ByteBuffer)} does,
	 * in order where it says so, compressed where it says so.
	 */
	boolean send(SendRequest request);

	/**
	 * Sends one message as {@link #send(SendRequest)} does; where the queue of its band
	 * is full, it waits for room or is refused, as {@link SchedulerConfig#overflow} says.
	 * Messages of a band that wait go in the order in which they came.
	 * @return completes when the message was accepted; fails with
	 * {@link TransportException.Overloaded} where it was refused,
	 * {@link TransportException.MessageTooLarge} or
	 * {@link TransportException.ConnectionClosed}. Completing or cancelling it takes a
	 * message back that still waits.
	 */
	CompletableFuture<Void> submit(SendRequest request);

	/** The same for a message in the usual encoding. */
	default CompletableFuture<Void> submit(MessageType type, MessageMetadata metadata, ByteBuffer payload) {
		return submit(SendRequest.of(type, metadata, payload));
	}

	/**
	 * Sends one message as {@link #send(MessageType, MessageMetadata, ByteBuffer)} does,
	 * in order: it is delivered behind every message that was sent so before it in the
	 * same band, even where its own bytes arrive earlier. Other messages are delivered as
	 * soon as they are whole, whatever is missing of those before them. The types of
	 * {@link SchedulerConfig#orderedTypes()} are always sent so.
	 */
	default boolean sendOrdered(MessageType type, MessageMetadata metadata, ByteBuffer payload) {
		return send(SendRequest.of(type, metadata, payload).inOrder());
	}

	/** The same, and waits for room as {@link #submit(SendRequest)} does. */
	default CompletableFuture<Void> submitOrdered(MessageType type, MessageMetadata metadata, ByteBuffer payload) {
		return submit(SendRequest.of(type, metadata, payload).inOrder());
	}

	/**
	 * Sends one message without metadata; allocates nothing in the steady state.
	 * @param traceId low 64 bits of the W3C trace id, or 0
	 * @return false where a queue is full
	 */
	boolean send(MessageType type, long traceId, byte[] payload, int offset, int length);

	/**
	 * Sends one message and waits for the peer to say that it was handled (flag
	 * REQUIRES_ACK).
	 * @param request an Event, AgentRegister or AgentHeartbeat: the types that have no
	 * answer; whether it asks for order has no effect
	 * @param timeout how long to wait for the Ack; at least 1 ms, at most
	 * {@link CallRequest#MAX_TIMEOUT}
	 * @return completes when the peer's handler has finished, or exceptionally:
	 * {@link TransportException.RemoteError} where it failed or nobody handles the
	 * message, {@link TransportException.DeadlineExceeded} whichever side noticed (it may
	 * have been handled), {@link TransportException.Overloaded} and
	 * {@link TransportException.MessageTooLarge} (nothing was sent),
	 * {@link TransportException.ConnectionClosed}. Cancelling it ignores the Ack.
	 */
	CompletableFuture<Void> sendAcknowledged(SendRequest request, Duration timeout);

	/** The same for a message in the usual encoding. */
	default CompletableFuture<Void> sendAcknowledged(MessageType type, MessageMetadata metadata, ByteBuffer payload,
			Duration timeout) {
		return sendAcknowledged(SendRequest.of(type, metadata, payload), timeout);
	}

	/**
	 * Sends an Event, the shorthand of
	 * {@link #send(MessageType, MessageMetadata, ByteBuffer)}.
	 */
	default boolean event(String subject, ByteBuffer payload) {
		return send(MessageType.EVENT, MessageMetadata.subject(subject), payload);
	}

	/**
	 * Calls the peer.
	 * @return completes with the answer, or exceptionally:
	 * {@link TransportException.RemoteError} with the peer's code,
	 * {@link TransportException.DeadlineExceeded} whichever side noticed,
	 * {@link TransportException.Overloaded}, {@link TransportException.ConnectionClosed}.
	 * Cancelling it drops the answer.
	 */
	CompletableFuture<Reply> call(CallRequest request);

	/**
	 * Calls the peer for a streamed answer.
	 * @param listener receives the chunks; a plain Response arrives as one chunk
	 * @return completes with the stream when the peer opened it, or exceptionally as
	 * {@link #call(CallRequest)}
	 */
	CompletableFuture<MxpStream> callForStream(CallRequest request, StreamListener listener);

	/**
	 * Opens a stream of messages.
	 * @param listener receives what the peer sends on a bidirectional stream, and the
	 * stream's end
	 * @return completes when the stream is open at our side; fails with
	 * {@link TransportException.Overloaded} where the peer's limit on streams is reached
	 */
	CompletableFuture<MxpStream> openStream(StreamRequest request, StreamListener listener);

	/**
	 * Sends one message in one datagram: congestion controlled, never retransmitted.
	 * @return false where the message does not fit into a packet of the path, or the
	 * queue is full
	 */
	default boolean datagram(MessageType type, MessageMetadata metadata, ByteBuffer payload) {
		return datagram(SendRequest.of(type, metadata, payload).withEncoding(MessageEncoding.PLAIN));
	}

	/**
	 * The same, and tells what became of it.
	 * @return completes with its fate, as far as this side can know;
	 * {@link DatagramFate#TOO_LARGE} and {@link DatagramFate#QUEUE_FULL} also where it
	 * was refused at once
	 * @throws TransportException.ConnectionClosed where the connection has ended
	 */
	default CompletableFuture<DatagramFate> trackedDatagram(MessageType type, MessageMetadata metadata,
			ByteBuffer payload) {
		return trackedDatagram(SendRequest.of(type, metadata, payload).withEncoding(MessageEncoding.PLAIN));
	}

	/** Sends a datagram, compressed and sealed where the request says so. */
	boolean datagram(SendRequest request);

	/** The same, and tells what became of it. */
	CompletableFuture<DatagramFate> trackedDatagram(SendRequest request);

	/**
	 * Completes when a message that was refused would be accepted again; at once where
	 * none was refused.
	 * @param band the band of the refused message
	 */
	CompletableFuture<Void> whenWritable(PriorityBand band);

	/**
	 * The same for the band in which messages of a type are sent.
	 * @param type the type of the refused message
	 */
	default CompletableFuture<Void> whenWritable(MessageType type) {
		return whenWritable(type.defaultBand());
	}

	/**
	 * Goes on from another address of this machine, as when a cable takes over from a
	 * radio link: opens a socket there, looks whether the peer is reached from it, and
	 * moves. Messages go on over the present path meanwhile. Only the side that made the
	 * connection can move it.
	 * @param localAddress of this machine; port 0 for any
	 * @return completes when the connection has moved; fails with
	 * {@link TransportException.MigrationFailed} where it cannot move now or the peer is
	 * not reached from there, and with {@link TransportException.Configuration} where the
	 * address cannot be bound. In both cases the connection stays where it is.
	 */
	CompletableFuture<Void> migrate(InetSocketAddress localAddress);

	/** Figures of this connection, taken on its event loop. */
	CompletableFuture<ConnectionStatistics> statistics();

	/** Completes when the connection has ended, however it did. */
	CompletableFuture<CloseReason> closed();

	/**
	 * Sends a close with a code and a reason, which the peer sees, and frees the
	 * connection.
	 */
	void close(ErrorCode code, String reason);

	/** Ends the connection without error. */
	default void close() {
		close(ErrorCode.NO_ERROR, "");
	}

}
