/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.samples.quickstart.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.mxp.transport.MessageType;
import io.mxp.transport.annotation.MxpHandler;
import io.mxp.transport.samples.quickstart.model.Question;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/**
 * Answers word by word, as a language model does: the answer to the call is a stream.
 */
@Component
class ExplainingAgent {

	private static final Duration BETWEEN_WORDS = Duration.ofMillis(15);

	private final List<String> words;

	ExplainingAgent(@Value("classpath:answer.txt") Resource answer) throws IOException {
		this.words = List.of(answer.getContentAsString(StandardCharsets.UTF_8).strip().split("(?<=\\s)"));
	}

	@MxpHandler(type = MessageType.CALL, subject = "explain")
	Flux<String> explain(Question question) {
		return Flux.fromIterable(this.words).delayElements(BETWEEN_WORDS);
	}

}
