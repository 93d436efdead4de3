/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The runner with its two JVMs over real UDP, as short as it goes: that figures come out,
 * not what they are.
 */
class EndToEndTests {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final PrintStream console = System.out;

	private final BenchOptions options = BenchOptions
		.parse(List.of("--seconds", "1", "--warmup", "1", "--streams", "100", "--json"));

	@BeforeEach
	void capture() {
		System.setOut(new PrintStream(this.bytes, true, StandardCharsets.UTF_8));
	}

	@AfterEach
	void giveBack() {
		System.setOut(this.console);
	}

	@Test
	void throughput() {
		new TransferRun(TransferRun.Kind.THROUGHPUT, this.options, new Progress(true)).execute();
		assertThat(lines()).singleElement().asString().startsWith("{\"name\":\"throughput\",").contains("\"unit\":");
	}

	@Test
	void latency() {
		new LatencyRun(false, this.options, new Progress(true)).execute();
		assertThat(lines()).hasSize(5).anyMatch((line) -> line.contains("\"latency.p99\""));
	}

	@Test
	void memory() {
		new MemoryRun(this.options, new Progress(true)).execute();
		assertThat(lines()).hasSize(6).allMatch((line) -> line.contains("\"streams\":100,\"heapBytes\":"));
	}

	private List<String> lines() {
		return this.bytes.toString(StandardCharsets.UTF_8).lines().toList();
	}

}
