/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * Decides how many bytes may be in flight and how fast they leave. One for each
 * connection; {@link CongestionControllers} finds it by name.
 *
 * <p>
 * Loss recovery tells it what happened and keeps the books: bytes in flight, which loss
 * begins a new episode, whether the window was the limit.
 */
public interface CongestionController {

	/** The name by which the configuration selects it. */
	String name();

	/** Bytes that may be in flight. */
	long windowBytes();

	/** The rate of the pacer in bytes a second, at least 1. */
	long pacingRateBytesPerSecond(RttEstimator rtt);

	/** A packet that counts as in flight was sent. */
	default void onPacketSent(long nowNanos, int bytes, long bytesInFlight) {
	}

	/**
	 * An ACK was processed, its losses included.
	 * @param nowNanos the time
	 * @param ackedBytes bytes in flight that it acknowledged
	 * @param growthBytes those of them that may let the window grow: sent after the last
	 * episode began, and the window was what held the sender back
	 * @param bytesInFlight what is still in flight
	 * @param rtt the estimator, with the ACK's sample
	 */
	void onAck(long nowNanos, long ackedBytes, long growthBytes, long bytesInFlight, RttEstimator rtt);

	/** Packets in flight were declared lost, whether or not that begins an episode. */
	default void onLoss(long nowNanos, long lostBytes, long bytesInFlight) {
	}

	/**
	 * A packet sent after the last episode began was lost, or marked by ECN: at most once
	 * a round trip.
	 * @param nowNanos the time
	 * @param ecn whether a mark was the sign
	 */
	void onCongestionEvent(long nowNanos, boolean ecn);

	/** All losses of the last episode were spurious: it is taken back. */
	void onSpuriousEpisode();

	/**
	 * Everything sent over more than three probe timeouts was lost (RFC 9002 §7.6).
	 */
	void onPersistentCongestion();

	/** Less is sent than the window allows because there is nothing to send. */
	default void onApplicationLimited(long bytesInFlight) {
	}

	/** The path is a new one: back to the start. */
	void onPathChanged();

	/** Packets may be this large from now on. */
	void setMaxDatagramSize(int bytes);

}
