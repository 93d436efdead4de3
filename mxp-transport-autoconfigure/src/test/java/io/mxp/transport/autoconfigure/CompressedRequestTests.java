/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.TransportException;
import io.mxp.transport.annotation.MxpCall;
import io.mxp.transport.client.MxpRequester;
import io.mxp.transport.observe.Counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Compressed requests, answers and streams between two applications, with zstd-jni. */
class CompressedRequestTests {

	private static final String TEXT = "the same words again and again ".repeat(1_000);

	/** 88,890 bytes, a fraction of which is what they compress to: no bomb. */
	private static final String NUMBERS = IntStream.range(0, 20_000)
		.mapToObj(Integer::toString)
		.collect(Collectors.joining());

	@TempDir
	private Path directory;

	@Test
	void callsAnswersAndStreamsAreCompressedByThePropertiesOfTheirSender() {
		try (TestAgents agents = TestAgents.onLoopback(this.directory)) {
			String enabled = "mxp.transport.message.compression.enabled=true";
			ConfigurableApplicationContext server = agents.start("server", Echo.class, enabled);
			ConfigurableApplicationContext client = agents.client(server, enabled);
			MxpRequester requester = client.getBean(MxpRequester.class).to("server");
			assertThat(requester.call("echo").payload(TEXT).retrieve(String.class)).isEqualTo(TEXT);
			assertThat(counter(client, Counter.COMPRESSED_BYTES_SENT)).isPositive()
				.isLessThan(counter(client, Counter.PAYLOAD_BYTES_COMPRESSED) / 20);
			assertThat(counter(server, Counter.PAYLOAD_BYTES_DECOMPRESSED)).isGreaterThan(TEXT.length());
			assertThat(requester.call("words").retrieveFlux(String.class).collectList().block()).hasSize(100)
				.allMatch(TEXT::equals);
			assertThat(counter(client, Counter.PAYLOAD_BYTES_DECOMPRESSED)).isGreaterThan(100L * TEXT.length());
		}
	}

	@Test
	void aRequestSaysItselfWhetherItIsCompressedAndTheReceiverHasTheLastWord() {
		try (TestAgents agents = TestAgents.onLoopback(this.directory)) {
			ConfigurableApplicationContext server = agents.start("server", Echo.class,
					"mxp.transport.message.compression.max-content=64KB");
			ConfigurableApplicationContext client = agents.client(server);
			MxpRequester requester = client.getBean(MxpRequester.class).to("server");
			requester.call("echo").payload(TEXT).retrieve(String.class);
			assertThat(counter(client, Counter.COMPRESSED_BYTES_SENT)).isZero();
			assertThat(requester.call("echo").compressed().payload(TEXT).retrieve(String.class)).isEqualTo(TEXT);
			assertThat(counter(client, Counter.COMPRESSED_BYTES_SENT)).isPositive();
			assertThatExceptionOfType(TransportException.RemoteError.class)
				.isThrownBy(() -> requester.call("echo").compressed().payload(NUMBERS).retrieve(String.class))
				.matches((error) -> error.code() == ErrorCode.TOO_LARGE);
		}
	}

	private static long counter(ConfigurableApplicationContext application, Counter counter) {
		return Objects.requireNonNull(application.getBean(ManagedMxpTransport.class).snapshot()).get(counter);
	}

	@Component
	static class Echo {

		@MxpCall("echo")
		String echo(String text) {
			return text;
		}

		@MxpCall("words")
		Flux<String> words() {
			return Flux.range(0, 100).map((i) -> TEXT);
		}

	}

}
