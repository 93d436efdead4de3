/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.concurrent.atomic.LongAdder;

import io.mxp.transport.RecoveryConfig;
import io.mxp.transport.reliability.AckSample;
import io.mxp.transport.reliability.CongestionController;
import io.mxp.transport.reliability.CongestionControllerFactory;
import io.mxp.transport.reliability.RttEstimator;

/** What a user would write: always 20 packets, 10 MB/s. */
public final class OwnCongestionControl implements CongestionControllerFactory {

	static final LongAdder ACKED_BYTES = new LongAdder();

	@Override
	public String name() {
		return "twenty-packets";
	}

	@Override
	public CongestionController create(RecoveryConfig config, int maxDatagramSize) {
		return new Fixed(maxDatagramSize);
	}

	private static final class Fixed extends FixedWindow {

		private boolean acked;

		private Fixed(int maxDatagramSize) {
			super(maxDatagramSize);
		}

		@Override
		public String name() {
			return "twenty-packets";
		}

		@Override
		public String state() {
			return this.acked ? "FIXED" : "NEW";
		}

		@Override
		public void onAck(AckSample sample, RttEstimator rtt) {
			ACKED_BYTES.add(sample.ackedBytes());
			this.acked = true;
		}

	}

}
