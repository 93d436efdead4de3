/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.time.Duration;

import io.mxp.transport.DatagramConfig;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.SchedulerConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ConfigurationTests {

	@Test
	void copiesChangeOneThing() {
		FlowConfig flow = FlowConfig.defaults();
		assertThat(flow.withStreamWindowBytes(16_384).streamWindowBytes()).isEqualTo(16_384);
		assertThat(flow.withMaxStreams(1, 2).maxStreamsUnidirectional()).isEqualTo(2);
		assertThat(flow.withConnectionWindowBytes(flow.connectionWindowBytes())
			.withBandWindowBytes(flow.bandWindowBytes())
			.withStreamSendBufferBytes(flow.streamSendBufferBytes())
			.withAssemblyBudgetBytes(flow.assemblyBudgetBytes())).isEqualTo(flow);
		SchedulerConfig scheduler = SchedulerConfig.defaults();
		assertThat(scheduler.withWeights(8, 4, 2, 1).withDatagramWeight(2).withBandQueueBytes(4 << 20))
			.isEqualTo(scheduler);
		DatagramConfig datagram = DatagramConfig.defaults();
		assertThat(datagram.withQueueBytes(256 * 1024).withTimeToLive(Duration.ofMillis(200)).withDropOldest(true))
			.isEqualTo(datagram);
	}

	@Test
	void valuesOutOfRangeSayWhatIsAllowed() {
		assertThatIllegalArgumentException().isThrownBy(() -> FlowConfig.defaults().withBandWindowBytes(32_767))
			.withMessage("flow.band-window-bytes must be at least 32768 and at most 1073741824, not 32767");
		assertThatIllegalArgumentException().isThrownBy(() -> FlowConfig.defaults().withAssemblyBudgetBytes(1))
			.withMessage("flow.assembly-budget-bytes must be at least 67109024, not 1");
		assertThatIllegalArgumentException().isThrownBy(() -> SchedulerConfig.defaults().withWeights(0, 1, 1, 1))
			.withMessage("scheduler.critical-weight must be at least 1 and at most 1000, not 0");
		assertThatIllegalArgumentException().isThrownBy(() -> SchedulerConfig.defaults().withBandQueueBytes(1))
			.withMessageStartingWith("scheduler.band-queue-bytes must be");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> DatagramConfig.defaults().withTimeToLive(Duration.ofMinutes(2)))
			.withMessageStartingWith("datagram.time-to-live must be");
		assertThatIllegalArgumentException().isThrownBy(() -> DatagramConfig.defaults().withQueueBytes(1))
			.withMessageStartingWith("datagram.queue-bytes must be");
	}

}
