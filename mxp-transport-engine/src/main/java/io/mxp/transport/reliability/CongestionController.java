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

	/**
	 * The state that it is in, such as {@code SLOW_START}: one of a few constants. That
	 * it changed is noticed after each call and told to the connection's listener.
	 */
	String state();

	/** Bytes that may be in flight. */
	long windowBytes();

	/** The rate of the pacer in bytes a second, at least 1. */
	long pacingRateBytesPerSecond(RttEstimator rtt);

	/** The bandwidth that it believes in, bytes a second; 0 where it estimates none. */
	default long bandwidthBytesPerSecond() {
		return 0;
	}

	/** Its own estimate of the least round trip; 0 where it has none. */
	default long minRttNanos() {
		return 0;
	}

	/** How often it gave way to its fallback or took over from it again. */
	default int fallbackSwitches() {
		return 0;
	}

	/** A packet that counts as in flight was sent. */
	default void onPacketSent(long nowNanos, int bytes, long bytesInFlight) {
	}

	/**
	 * An ACK that acknowledged bytes in flight was processed, its losses included.
	 * @param sample what it told; valid during the call
	 * @param rtt the estimator, with the ACK's sample
	 */
	void onAck(AckSample sample, RttEstimator rtt);

	/**
	 * Packets in flight were declared lost, whether or not that begins an episode. Comes
	 * before the {@link #onAck} of the same ACK.
	 */
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
	 * All losses of an episode before the last one were spurious: its share in what the
	 * window has become is taken back.
	 * @param windowBeforeBytes the window when that episode began
	 * @param windowAfterBytes what {@link #onCongestionEvent} made of it then
	 */
	default void onEarlierSpuriousEpisode(long windowBeforeBytes, long windowAfterBytes) {
	}

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
