/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import java.time.Duration;

/**
 * Session tickets and early data.
 */
public class ResumptionProperties {

	/**
	 * Whether the server gives session tickets and takes them.
	 */
	private boolean issue = true;

	/**
	 * How long a ticket is good, 1s to 300s, and never longer than the client's
	 * certificate.
	 */
	private Duration ticketLifetime = Duration.ofSeconds(30);

	/**
	 * Whether clients keep tickets and come back with them.
	 */
	private boolean resume = true;

	/**
	 * Whether the server takes early data (0-RTT). That it is not executed twice hangs on
	 * the ReplayStore bean.
	 */
	private boolean acceptEarly;

	/**
	 * Whether clients send AgentDiscover, AgentHeartbeat and Calls with an idempotency
	 * key with their first packet (0-RTT) where they have a ticket.
	 */
	private boolean sendEarly;

	/**
	 * How long early data waits for the replay store, 1ms to 2s; then it is refused.
	 */
	private Duration claimTimeout = Duration.ofMillis(100);

	public boolean isIssue() {
		return this.issue;
	}

	public void setIssue(boolean issue) {
		this.issue = issue;
	}

	public Duration getTicketLifetime() {
		return this.ticketLifetime;
	}

	public void setTicketLifetime(Duration ticketLifetime) {
		this.ticketLifetime = ticketLifetime;
	}

	public boolean isResume() {
		return this.resume;
	}

	public void setResume(boolean resume) {
		this.resume = resume;
	}

	public boolean isAcceptEarly() {
		return this.acceptEarly;
	}

	public void setAcceptEarly(boolean acceptEarly) {
		this.acceptEarly = acceptEarly;
	}

	public boolean isSendEarly() {
		return this.sendEarly;
	}

	public void setSendEarly(boolean sendEarly) {
		this.sendEarly = sendEarly;
	}

	public Duration getClaimTimeout() {
		return this.claimTimeout;
	}

	public void setClaimTimeout(Duration claimTimeout) {
		this.claimTimeout = claimTimeout;
	}

}
