/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import java.util.EnumSet;
import java.util.Set;

import io.mxp.transport.MessageType;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.SchedulerConfig;

import org.springframework.util.unit.DataSize;

/**
 * How a connection shares its capacity among the priority bands.
 */
public class SchedulerProperties {

	private final Band critical = new Band();

	private final Band control = new Band();

	private final Band streaming = new Band();

	private final Band background = new Band();

	/**
	 * Bytes of one band that are sent and not yet acknowledged, above which sending is
	 * refused.
	 */
	private DataSize queue = DataSize.ofMegabytes(4);

	/**
	 * Types whose messages are delivered in the order in which they were sent: event,
	 * agent-register, agent-discover, agent-heartbeat. The others are delivered as soon
	 * as each is whole.
	 */
	private Set<MessageType> orderedTypes = EnumSet.noneOf(MessageType.class);

	private final Mapping mapping = new Mapping();

	public SchedulerProperties() {
		this.critical.setOverflow(SchedulerConfig.Overflow.REFUSE);
		this.critical.setWeight(8);
		this.control.setWeight(4);
		this.streaming.setWeight(2);
	}

	public Band getCritical() {
		return this.critical;
	}

	public Band getControl() {
		return this.control;
	}

	public Band getStreaming() {
		return this.streaming;
	}

	public Band getBackground() {
		return this.background;
	}

	public Set<MessageType> getOrderedTypes() {
		return this.orderedTypes;
	}

	public void setOrderedTypes(Set<MessageType> orderedTypes) {
		this.orderedTypes = orderedTypes;
	}

	public Mapping getMapping() {
		return this.mapping;
	}

	public DataSize getQueue() {
		return this.queue;
	}

	public void setQueue(DataSize queue) {
		this.queue = queue;
	}

	/**
	 * One priority band.
	 */
	public static class Band {

		/**
		 * Share of the band beside the weights of the others, 1 to 1000.
		 */
		private int weight = 1;

		/**
		 * What becomes of a message that finds the queue of the band full: it is refused
		 * at once, or waits for room.
		 */
		private SchedulerConfig.Overflow overflow = SchedulerConfig.Overflow.WAIT;

		public int getWeight() {
			return this.weight;
		}

		public void setWeight(int weight) {
			this.weight = weight;
		}

		public SchedulerConfig.Overflow getOverflow() {
			return this.overflow;
		}

		public void setOverflow(SchedulerConfig.Overflow overflow) {
			this.overflow = overflow;
		}

	}

	/**
	 * In which band this application sends each type of message.
	 */
	public static class Mapping {

		/**
		 * The band in which calls are sent.
		 */
		private PriorityBand call = PriorityBand.CRITICAL;

		/**
		 * The band in which responses to calls are sent.
		 */
		private PriorityBand response = PriorityBand.CRITICAL;

		/**
		 * The band in which events are sent.
		 */
		private PriorityBand event = PriorityBand.BACKGROUND;

		/**
		 * The band in which streams are sent.
		 */
		private PriorityBand stream = PriorityBand.STREAMING;

		/**
		 * The band in which AgentRegister messages are sent.
		 */
		private PriorityBand agentRegister = PriorityBand.CONTROL;

		/**
		 * The band in which AgentDiscover messages are sent.
		 */
		private PriorityBand agentDiscover = PriorityBand.CONTROL;

		/**
		 * The band in which AgentHeartbeat messages are sent.
		 */
		private PriorityBand agentHeartbeat = PriorityBand.CONTROL;

		/**
		 * The band in which acks are sent.
		 */
		private PriorityBand ack = PriorityBand.BACKGROUND;

		/**
		 * The band in which errors are sent.
		 */
		private PriorityBand error = PriorityBand.BACKGROUND;

		public PriorityBand getCall() {
			return this.call;
		}

		public void setCall(PriorityBand call) {
			this.call = call;
		}

		public PriorityBand getResponse() {
			return this.response;
		}

		public void setResponse(PriorityBand response) {
			this.response = response;
		}

		public PriorityBand getEvent() {
			return this.event;
		}

		public void setEvent(PriorityBand event) {
			this.event = event;
		}

		public PriorityBand getStream() {
			return this.stream;
		}

		public void setStream(PriorityBand stream) {
			this.stream = stream;
		}

		public PriorityBand getAgentRegister() {
			return this.agentRegister;
		}

		public void setAgentRegister(PriorityBand agentRegister) {
			this.agentRegister = agentRegister;
		}

		public PriorityBand getAgentDiscover() {
			return this.agentDiscover;
		}

		public void setAgentDiscover(PriorityBand agentDiscover) {
			this.agentDiscover = agentDiscover;
		}

		public PriorityBand getAgentHeartbeat() {
			return this.agentHeartbeat;
		}

		public void setAgentHeartbeat(PriorityBand agentHeartbeat) {
			this.agentHeartbeat = agentHeartbeat;
		}

		public PriorityBand getAck() {
			return this.ack;
		}

		public void setAck(PriorityBand ack) {
			this.ack = ack;
		}

		public PriorityBand getError() {
			return this.error;
		}

		public void setError(PriorityBand error) {
			this.error = error;
		}

	}

}
