/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

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
 */
public record SchedulerConfig(int criticalWeight, int controlWeight, int streamingWeight, int backgroundWeight,
		int datagramWeight, int bandQueueBytes) {

	private static final int MAX_WEIGHT = 1000;

	private static final int MIN_QUEUE_BYTES = 64 * 1024;

	private static final int MAX_QUEUE_BYTES = 1024 * 1024 * 1024;

	public SchedulerConfig {
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
	 * Bands 8 : 4 : 2 : 1, datagrams 2, queues of 4 MiB.
	 * @return the default configuration
	 */
	public static SchedulerConfig defaults() {
		return new SchedulerConfig(8, 4, 2, 1, 2, 4 * 1024 * 1024);
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
		return new SchedulerConfig(critical, control, streaming, background, this.datagramWeight, this.bandQueueBytes);
	}

	/**
	 * The same configuration with another weight of datagrams.
	 * @param weight 1 to 1,000
	 * @return a copy
	 */
	public SchedulerConfig withDatagramWeight(int weight) {
		return new SchedulerConfig(this.criticalWeight, this.controlWeight, this.streamingWeight, this.backgroundWeight,
				weight, this.bandQueueBytes);
	}

	/**
	 * The same configuration with another bound for each band's queue.
	 * @param bytes 64 KiB to 1 GiB
	 * @return a copy
	 */
	public SchedulerConfig withBandQueueBytes(int bytes) {
		return new SchedulerConfig(this.criticalWeight, this.controlWeight, this.streamingWeight, this.backgroundWeight,
				this.datagramWeight, bytes);
	}

	private static void checkWeight(String name, int weight) {
		if (weight < 1 || weight > MAX_WEIGHT) {
			throw new IllegalArgumentException(
					"scheduler." + name + " must be at least 1 and at most " + MAX_WEIGHT + ", not " + weight);
		}
	}

}
