/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.socket;

import java.net.InetSocketAddress;

import io.mxp.transport.packet.TransmitBatch;

/**
 * One UDP socket, driven by the thread that calls {@link #poll}.
 *
 * <p>
 * All methods but {@link #wakeup}, {@link #localAddress}, {@link #driver} and the
 * counters belong to that one thread. Counters are written by it alone; another thread
 * may read them and sees a recent value.
 */
public interface DatagramPort extends AutoCloseable {

	/** Takes what arrives. */
	interface Receiver {

		/**
		 * One datagram.
		 * @param from who sent it, as far as an address can be believed
		 * @param bytes holds the datagram during this call only; the receiver may
		 * overwrite the datagram's own bytes (decrypt in place)
		 * @param offset where the datagram starts
		 * @param length its bytes, 0 to 65,527
		 */
		void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length);

		/** What arrived in one burst has been handed over: time to acknowledge it. */
		default void onBatchEnd() {
		}

	}

	/** The bound address with the real port. */
	InetSocketAddress localAddress();

	/**
	 * Opens another socket that this port's {@link #poll} serves as well, for a
	 * connection that goes on from there. What it carries counts here, too. On the
	 * polling thread.
	 * @param bindAddress its own address; port 0 for any
	 * @param receiver takes what arrives there
	 * @throws io.mxp.transport.TransportException.Configuration where it cannot be bound
	 */
	DatagramPort openSibling(InetSocketAddress bindAddress, Receiver receiver);

	/** "nio" or "epoll". */
	String driver();

	/** Packets that one {@link #send} can carry: 64 with GSO, else 1. */
	int maxSegments();

	/**
	 * Whether datagrams are sent so that no router and no kernel cuts them into
	 * fragments. Only then does a probe that arrives say how much the path carries.
	 */
	boolean dontFragment();

	/**
	 * Whether {@link #send} sets the mark of a batch and the receiver is told those of
	 * datagrams. Neither Netty nor NIO reads control messages, so no driver can yet.
	 */
	default boolean carriesEcn() {
		return false;
	}

	/**
	 * The real SO_RCVBUF, read back after it was set: the system may have granted less
	 * than was asked. Without the doubling that Linux adds for its own overhead, so this
	 * is about the payload that fits. Keep advertised windows within it.
	 */
	int receiveBufferBytes();

	/**
	 * Runs the loop once on the calling thread: waits for datagrams or a {@link #wakeup},
	 * hands what arrived to the receiver. Never interrupt that thread: it would close an
	 * NIO socket; use {@link #wakeup}.
	 * @param waitNanos waits at most so long, as exactly as the system can (about 100 µs
	 * with epoll, a millisecond with NIO); 0 does not wait at all
	 * @return datagrams handed over
	 */
	int poll(long waitNanos);

	/**
	 * Hands one batch to the kernel, as one segmented send where it holds more than one
	 * packet. Copies: the batch may be reused at once.
	 * @return false when the socket takes nothing now; nothing of the batch was sent,
	 * call again after the next {@link #poll}. An address that cannot be reached is not a
	 * refusal: it counts in {@link #sendFailures} and the packets are gone
	 */
	boolean send(TransmitBatch batch);

	/**
	 * Makes a {@link #poll} that waits, or the next one, return soon. From any thread.
	 */
	void wakeup();

	/** Closes the socket and frees its buffers; on the polling thread. Idempotent. */
	@Override
	void close();

	/** Datagrams that arrived, empty ones included. */
	long datagramsReceived();

	/** Bytes of UDP payload that arrived. */
	long bytesReceived();

	/** Datagrams that the kernel took. */
	long datagramsSent();

	/** Bytes of UDP payload that the kernel took. */
	long bytesSent();

	/**
	 * Sends that failed, such as ECONNREFUSED from a dead peer; counted, never logged.
	 */
	long sendFailures();

	/** Batches that the socket did not take because it was full. */
	long sendsRefused();

	/** Errors on receive, and exceptions that the receiver threw. */
	long receiveFailures();

}
