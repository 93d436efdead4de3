/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import io.mxp.transport.RecoveryConfig;
import io.mxp.transport.reliability.AckSample;
import io.mxp.transport.reliability.CongestionController;
import io.mxp.transport.reliability.CongestionControllerFactory;
import io.mxp.transport.reliability.RttEstimator;
import org.jspecify.annotations.Nullable;

/** A controller with a fault, for those connections that are made while it is told so. */
public final class BrokenCongestionControl implements CongestionControllerFactory {

	/** Where it fails, once the handshake is over. */
	enum Where {

		ACK, SEND

	}

	private static volatile @Nullable Where broken;

	static void breakNext(@Nullable Where where) {
		broken = where;
	}

	@Override
	public String name() {
		return "broken";
	}

	@Override
	public CongestionController create(RecoveryConfig config, int maxDatagramSize) {
		return new Fixed(maxDatagramSize, broken);
	}

	private static final class Fixed extends FixedWindow {

		private static final int AFTER_THE_HANDSHAKE = 3;

		private final @Nullable Where where;

		private int sent;

		private int acked;

		private Fixed(int maxDatagramSize, @Nullable Where where) {
			super(maxDatagramSize);
			this.where = where;
		}

		@Override
		public String name() {
			return "broken";
		}

		@Override
		public String state() {
			return "FIXED";
		}

		@Override
		public void onPacketSent(long nowNanos, int bytes, long bytesInFlight) {
			if (this.where == Where.SEND && ++this.sent >= AFTER_THE_HANDSHAKE) {
				throw new IllegalStateException("a fault when packets are made");
			}
		}

		@Override
		public void onAck(AckSample sample, RttEstimator rtt) {
			if (this.where == Where.ACK && ++this.acked >= 2) {
				throw new IllegalStateException("a fault when packets are acknowledged");
			}
		}

	}

}
