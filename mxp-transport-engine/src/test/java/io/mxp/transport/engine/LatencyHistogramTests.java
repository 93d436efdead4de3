/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import io.mxp.transport.observe.TransportSnapshot;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LatencyHistogramTests {

	private static final long SECOND = 1_000_000_000L;

	private final LatencyHistogram histogram = new LatencyHistogram();

	@Test
	void percentilesAreThoseOfTheValuesByTheirWeight() {
		for (int value = 1; value <= 100; value++) {
			this.histogram.record(value * 1_000_000L, 10, SECOND);
		}
		TransportSnapshot.Latency read = read(SECOND);
		assertThat(read.count()).isEqualTo(1_000);
		assertThat(read.totalNanos()).isEqualTo(50_500L * 1_000_000);
		assertThat(read.recentCount()).isEqualTo(1_000);
		assertThat(read.p50Nanos()).isCloseTo(50_000_000L, within(500_000L));
		assertThat(read.p99Nanos()).isCloseTo(99_000_000L, within(1_000_000L));
		assertThat(read.maxNanos()).isCloseTo(100_000_000L, within(1_000_000L));
	}

	@Test
	void whatIsOlderThanTwoHalvesIsForgottenAndOnlyTheSumsStay() {
		this.histogram.record(1_000_000, 1, 0);
		this.histogram.record(9_000_000, 1, LatencyHistogram.HALF_NANOS);
		assertThat(read(LatencyHistogram.HALF_NANOS).recentCount()).isEqualTo(2);
		assertThat(read(2 * LatencyHistogram.HALF_NANOS).recentCount()).isEqualTo(1);
		TransportSnapshot.Latency late = read(4 * LatencyHistogram.HALF_NANOS);
		assertThat(late).isEqualTo(new TransportSnapshot.Latency(2, 10_000_000, 0, 0, 0, 0));
	}

	@Test
	void valuesOutsideOfTheRangeCountAsItsEnds() {
		this.histogram.record(-5, 1, 0);
		assertThat(read(0).maxNanos()).isLessThan(1_024);
		this.histogram.record(LatencyHistogram.MOST_NANOS, 1, 0);
		this.histogram.record(Long.MAX_VALUE, 1, 0);
		assertThat(read(0).count()).isEqualTo(3);
		assertThat((double) read(0).maxNanos()).isCloseTo(LatencyHistogram.MOST_NANOS, within(6e9));
	}

	@Test
	void severalLoopsAddUp() {
		LatencyHistogram other = new LatencyHistogram();
		this.histogram.record(1_000_000, 3, 0);
		other.record(5_000_000, 1, 0);
		LatencyHistogram.Sum sum = new LatencyHistogram.Sum();
		LatencyHistogram.Sum one = new LatencyHistogram.Sum();
		this.histogram.addTo(one, 0);
		other.addTo(sum, 0);
		sum.add(one);
		assertThat(sum.toLatency().count()).isEqualTo(4);
		assertThat(sum.toLatency().p50Nanos()).isCloseTo(1_000_000L, within(10_000L));
		assertThat(sum.toLatency().maxNanos()).isCloseTo(5_000_000L, within(50_000L));
	}

	private TransportSnapshot.Latency read(long nowNanos) {
		LatencyHistogram.Sum sum = new LatencyHistogram.Sum();
		this.histogram.addTo(sum, nowNanos);
		return sum.toLatency();
	}

}
