/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * How a connection shares its capacity among the priority bands. A band gets bytes in
 * proportion to its weight while others want them too, and never less than one percent;
 * what a band does not use goes to the others.
 *
 * @param criticalWeight weight of Call and Response; 1 to 1,000
 * @param controlWeight weight of AgentRegister, AgentDiscover and AgentHeartbeat; 1 to
 * 1,000
 * @param streamingWeight weight of streams; 1 to 1,000
 * @param backgroundWeight weight of Event, Ack and Error; 1 to 1,000
 * @param datagramWeight weight of all datagrams together; 1 to 1,000
 * @param bandQueueBytes bytes of messages sent in one band and not acknowledged yet,
 * above which sending is refused; 64 KiB to 1 GiB
 * @param mapping in which band each type of message is sent
 * @param waitingBands bands in which {@link MxpConnection#submit} and calls wait for room
 * where the queue is full, in the others they are refused
 * @param orderedTypes types whose messages are delivered in the order in which they were
 * sent; others as soon as each is whole
 */
public record SchedulerConfig(int criticalWeight, int controlWeight, int streamingWeight, int backgroundWeight,
		int datagramWeight, int bandQueueBytes, BandMapping mapping, Set<PriorityBand> waitingBands,
		Set<MessageType> orderedTypes) {

	/** Messages that nobody answers and that belong to no stream. */
	private static final Set<MessageType> ORDERABLE = EnumSet.of(MessageType.EVENT, MessageType.AGENT_REGISTER,
			MessageType.AGENT_DISCOVER, MessageType.AGENT_HEARTBEAT);

	private static final int MAX_WEIGHT = 1000;

	private static final int MIN_QUEUE_BYTES = 64 * 1024;

	private static final int MAX_QUEUE_BYTES = 1024 * 1024 * 1024;

	public SchedulerConfig {
		Objects.requireNonNull(mapping, "mapping");
		waitingBands = Set.copyOf(waitingBands);
		orderedTypes = Set.copyOf(orderedTypes);
		for (MessageType type : orderedTypes) {
			if (!ORDERABLE.contains(type)) {
				throw new IllegalArgumentException("scheduler.ordered-types may hold " + ORDERABLE + ", not " + type);
			}
		}
		checkWeight("critical-weight", criticalWeight);
		checkWeight("control-weight", controlWeight);
		checkWeight("streaming-weight", streamingWeight);
		checkWeight("background-weight", backgroundWeight);
		checkWeight("datagram-weight", datagramWeight);
		if (bandQueueBytes < MIN_QUEUE_BYTES || bandQueueBytes > MAX_QUEUE_BYTES) {
			throw new IllegalArgumentException("scheduler.band-queue-bytes must be at least " + MIN_QUEUE_BYTES
					+ " and at most " + MAX_QUEUE_BYTES + ", not " + bandQueueBytes);
		}
	}

	/**
	 * Bands 8 : 4 : 2 : 1, datagrams 2, queues of 4 MiB, every type in its default band,
	 * a full queue refuses in the critical band and makes wait in the others.
	 * @return the default configuration
	 */
	public static SchedulerConfig defaults() {
		return new SchedulerConfig(8, 4, 2, 1, 2, 4 * 1024 * 1024, BandMapping.defaults(),
				Set.of(PriorityBand.CONTROL, PriorityBand.STREAMING, PriorityBand.BACKGROUND), Set.of());
	}

	/**
	 * The same configuration with other weights of the bands.
	 * @param critical 1 to 1,000
	 * @param control 1 to 1,000
	 * @param streaming 1 to 1,000
	 * @param background 1 to 1,000
	 * @return a copy
	 */
	public SchedulerConfig withWeights(int critical, int control, int streaming, int background) {
		return new SchedulerConfig(critical, control, streaming, background, this.datagramWeight, this.bandQueueBytes,
				this.mapping, this.waitingBands, this.orderedTypes);
	}

	/**
	 * The same configuration with another weight of datagrams.
	 * @param weight 1 to 1,000
	 * @return a copy
	 */
	public SchedulerConfig withDatagramWeight(int weight) {
		return new SchedulerConfig(this.criticalWeight, this.controlWeight, this.streamingWeight, this.backgroundWeight,
				weight, this.bandQueueBytes, this.mapping, this.waitingBands, this.orderedTypes);
	}

	/**
	 * The same configuration with another bound for each band's queue.
	 * @param bytes 64 KiB to 1 GiB
	 * @return a copy
	 */
	public SchedulerConfig withBandQueueBytes(int bytes) {
		return new SchedulerConfig(this.criticalWeight, this.controlWeight, this.streamingWeight, this.backgroundWeight,
				this.datagramWeight, bytes, this.mapping, this.waitingBands, this.orderedTypes);
	}

	/**
	 * The same configuration with another band for one type of message.
	 * @return a copy
	 * @see BandMapping#with
	 */
	public SchedulerConfig withMapping(MessageType type, PriorityBand band) {
		return new SchedulerConfig(this.criticalWeight, this.controlWeight, this.streamingWeight, this.backgroundWeight,
				this.datagramWeight, this.bandQueueBytes, this.mapping.with(type, band), this.waitingBands,
				this.orderedTypes);
	}

	/**
	 * The same configuration with another rule for a full queue of a band.
	 * @return a copy
	 */
	public SchedulerConfig withOverflow(PriorityBand band, Overflow overflow) {
		EnumSet<PriorityBand> waiting = EnumSet.noneOf(PriorityBand.class);
		waiting.addAll(this.waitingBands);
		if (overflow == Overflow.WAIT) {
			waiting.add(band);
		}
		else {
			waiting.remove(band);
		}
		return new SchedulerConfig(this.criticalWeight, this.controlWeight, this.streamingWeight, this.backgroundWeight,
				this.datagramWeight, this.bandQueueBytes, this.mapping, waiting, this.orderedTypes);
	}

	/**
	 * The same configuration with other types whose messages are delivered in the order
	 * in which they were sent.
	 * @param types EVENT, AGENT_REGISTER, AGENT_DISCOVER, AGENT_HEARTBEAT or none
	 * @return a copy
	 */
	public SchedulerConfig withOrderedTypes(Set<MessageType> types) {
		return new SchedulerConfig(this.criticalWeight, this.controlWeight, this.streamingWeight, this.backgroundWeight,
				this.datagramWeight, this.bandQueueBytes, this.mapping, this.waitingBands, types);
	}

	/** What happens where the queue of a band is full. */
	public Overflow overflow(PriorityBand band) {
		return this.waitingBands.contains(band) ? Overflow.WAIT : Overflow.REFUSE;
	}

	private static void checkWeight(String name, int weight) {
		if (weight < 1 || weight > MAX_WEIGHT) {
			throw new IllegalArgumentException(
					"scheduler." + name + " must be at least 1 and at most " + MAX_WEIGHT + ", not " + weight);
		}
	}

	/** What becomes of a message that finds the queue of its band full. */
	public enum Overflow {

		/** It is refused at once. */
		REFUSE,

		/**
		 * Its future waits for room. What waits is bounded, too: as many bytes again as
		 * the queue holds; more is refused.
		 */
		WAIT

	}

}
