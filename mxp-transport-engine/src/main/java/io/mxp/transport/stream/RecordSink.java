/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import io.mxp.transport.DatagramFate;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * Receives what comes out of the stream plane. Methods are called from within
 * {@link StreamMultiplexer}'s own; they may call its sending methods, {@code onConsumed},
 * {@code reset} and {@code stopSending}, and must not hand it another frame.
 */
public interface RecordSink {

	/**
	 * One whole record, each exactly once; in order on an ordered stream.
	 * @param streamId the stream that carried it
	 * @param band the stream's band, 0 to 3
	 * @param bytes holds the record, valid during the call only
	 * @param offset where it starts
	 * @param length its length in bytes
	 * @return false where there is no room now: the record is kept, credit is withheld,
	 * and it is offered again by {@link StreamMultiplexer#retryDelivery()}
	 * @throws ProtocolViolation where the record itself breaks a rule
	 */
	boolean onRecord(long streamId, int band, byte[] bytes, int offset, int length) throws ProtocolViolation;

	/**
	 * One whole record from a datagram. There is no flow control: what does not fit is
	 * the sink's to drop and count.
	 * @param bytes holds the record, valid during the call only
	 * @param offset where it starts
	 * @param length its length in bytes
	 * @throws ProtocolViolation where the record itself breaks a rule
	 */
	void onDatagram(byte[] bytes, int offset, int length) throws ProtocolViolation;

	/** The peer opened a stream. Precedes everything else about it. */
	void onStreamOpened(long streamId, int band, boolean unidirectional);

	/** Every record of the stream was delivered and no more will come. */
	void onStreamFinished(long streamId);

	/**
	 * The peer abandoned its side of a stream; what was not delivered never will be.
	 * @param streamId the stream
	 * @param code why, see {@link io.mxp.transport.ErrorCode}
	 * @param finalSize how many bytes the peer had sent
	 */
	void onStreamReset(long streamId, int code, long finalSize);

	/** The peer wants no more of a stream, which is reset with the same code. */
	void onStopSending(long streamId, int code);

	/**
	 * There is room again after a write was refused; with
	 * {@link StreamMultiplexer#ANY_STREAM} a stream can be opened again.
	 */
	void onStreamWritable(long streamId);

	/** Everything sent on the stream, its end included, was acknowledged. */
	void onStreamSendClosed(long streamId);

	/**
	 * The last byte of a message that is followed was sent for the first time.
	 * @param acceptedNanos what {@link MessageLatency#follow} was told
	 * @param weight how many messages it stands for
	 */
	default void onMessageSent(int band, long acceptedNanos, int weight) {
	}

	/**
	 * All bytes of a message that is followed were acknowledged.
	 * @param acceptedNanos what {@link MessageLatency#follow} was told
	 * @param weight how many messages it stands for
	 */
	default void onMessageAcknowledged(int band, long acceptedNanos, int weight) {
	}

	/**
	 * The packet of a datagram was acknowledged.
	 * @param datagramId the sender's own name for it
	 */
	default void onDatagramAcknowledged(long datagramId) {
	}

	/**
	 * A datagram was dropped before it was sent, or lost.
	 * @param datagramId the sender's own name for it
	 * @param fate what became of it
	 */
	void onDatagramDropped(long datagramId, DatagramFate fate);

}
