/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.util.Arrays;
import java.util.Objects;

/**
 * In which band this side sends each type of message. The mapping is the sender's
 * business: a receiver takes every type in every band, so two peers may map differently
 * and neither tells the other. Immutable.
 */
public final class BandMapping {

	private static final BandMapping DEFAULTS = new BandMapping(
			Arrays.stream(MessageType.values()).map(MessageType::defaultBand).toArray(PriorityBand[]::new));

	private final PriorityBand[] bands;

	private BandMapping(PriorityBand[] bands) {
		this.bands = bands;
	}

	/** Every type in its {@link MessageType#defaultBand() default band}. */
	public static BandMapping defaults() {
		return DEFAULTS;
	}

	/**
	 * The same mapping with another band for one type. StreamOpen, StreamChunk and
	 * StreamClose travel on one stream, so that none overtakes another: to map one of
	 * them maps all three.
	 * @return a copy
	 */
	public BandMapping with(MessageType type, PriorityBand band) {
		Objects.requireNonNull(band, "band");
		PriorityBand[] changed = this.bands.clone();
		changed[type.ordinal()] = band;
		if (isOfStream(type)) {
			changed[MessageType.STREAM_OPEN.ordinal()] = band;
			changed[MessageType.STREAM_CHUNK.ordinal()] = band;
			changed[MessageType.STREAM_CLOSE.ordinal()] = band;
		}
		return new BandMapping(changed);
	}

	/** The band in which this side sends messages of a type. */
	public PriorityBand bandOf(MessageType type) {
		return this.bands[type.ordinal()];
	}

	/**
	 * The band of a type's code; custom and unassigned ones travel in the background.
	 * @param code any value
	 */
	public PriorityBand bandOf(int code) {
		MessageType type = MessageType.fromCode(code);
		return (type != null) ? bandOf(type) : PriorityBand.BACKGROUND;
	}

	private static boolean isOfStream(MessageType type) {
		return type == MessageType.STREAM_OPEN || type == MessageType.STREAM_CHUNK || type == MessageType.STREAM_CLOSE;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof BandMapping mapping && Arrays.equals(this.bands, mapping.bands);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bands);
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		for (MessageType type : MessageType.values()) {
			text.append(text.isEmpty() ? "" : ", ").append(type).append(" in ").append(bandOf(type));
		}
		return text.toString();
	}

}
