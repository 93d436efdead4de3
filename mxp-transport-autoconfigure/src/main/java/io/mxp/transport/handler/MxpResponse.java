/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.MessageMetadata;

/**
 * An answer with headers or a content type of its own. Immutable.
 *
 * @param <T> the body's type
 * @param body what is answered; null for nothing
 * @param contentType what it is, or null for what its type suggests
 * @param headers the application's headers
 */
public record MxpResponse<T>(@Nullable T body, @Nullable String contentType, List<MessageMetadata.Header> headers) {

	public MxpResponse {
		headers = List.copyOf(headers);
	}

	/**
	 * An answer with a body only.
	 * @param <T> the body's type
	 * @param body what is answered
	 * @return the answer
	 */
	public static <T> MxpResponse<T> of(@Nullable T body) {
		return new MxpResponse<>(body, null, List.of());
	}

	/**
	 * An answer without body.
	 * @return the answer
	 */
	public static MxpResponse<Void> empty() {
		return of(null);
	}

	/**
	 * The same answer as another media type.
	 * @param type the media type
	 * @return a copy
	 */
	public MxpResponse<T> withContentType(String type) {
		return new MxpResponse<>(this.body, type, this.headers);
	}

	/**
	 * The same answer with one more header.
	 * @param name its name
	 * @param value its value
	 * @return a copy
	 */
	public MxpResponse<T> withHeader(String name, String value) {
		List<MessageMetadata.Header> more = new ArrayList<>(this.headers);
		more.add(new MessageMetadata.Header(name, value));
		return new MxpResponse<>(this.body, this.contentType, more);
	}

}
