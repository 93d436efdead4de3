/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What a call, response, event or stream says about itself beside its data: the subject
 * (operation name), content type, W3C trace context, deadline, idempotency key and the
 * application's headers, in their order. Immutable. It travels where both peers speak the
 * call profile; encoded it has at most 64 entries and 8,192 bytes, which the builder
 * checks.
 */
// SPEC messages.md#metadata-block
public final class MessageMetadata {

	/** No entry at all. */
	public static final MessageMetadata EMPTY = new MessageMetadata(new Builder(), 0, 4);

	/** The largest encoded length in bytes. */
	public static final int MAX_ENCODED_LENGTH = 8192;

	/** The largest number of entries; each header is one. */
	public static final int MAX_ENTRIES = 64;

	/** What {@link #deadlineMillis()} returns where there is no deadline. */
	public static final long NO_DEADLINE = -1;

	private static final int BLOCK_HEADER_LENGTH = 4;

	private static final int ENTRY_HEADER_LENGTH = 3;

	private final @Nullable String subject;

	private final @Nullable String contentType;

	private final @Nullable String traceparent;

	private final @Nullable String tracestate;

	private final long deadlineMillis;

	private final @Nullable String idempotencyKey;

	private final List<Header> headers;

	private final int entryCount;

	private final int encodedLength;

	private MessageMetadata(Builder builder, int entryCount, int encodedLength) {
		this.subject = builder.subject;
		this.contentType = builder.contentType;
		this.traceparent = builder.traceparent;
		this.tracestate = builder.tracestate;
		this.deadlineMillis = builder.deadlineMillis;
		this.idempotencyKey = builder.idempotencyKey;
		this.headers = List.copyOf(builder.headers);
		this.entryCount = entryCount;
		this.encodedLength = encodedLength;
	}

	/**
	 * Starts with nothing.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Metadata with a subject only.
	 * @param subject the operation name
	 * @return the metadata
	 */
	public static MessageMetadata subject(String subject) {
		return builder().subject(subject).build();
	}

	/**
	 * Starts with everything that is here.
	 * @return a builder
	 */
	public Builder toBuilder() {
		Builder builder = new Builder();
		builder.subject = this.subject;
		builder.contentType = this.contentType;
		builder.traceparent = this.traceparent;
		builder.tracestate = this.tracestate;
		builder.deadlineMillis = this.deadlineMillis;
		builder.idempotencyKey = this.idempotencyKey;
		builder.headers.addAll(this.headers);
		return builder;
	}

	/**
	 * The name of the operation or topic.
	 * @return the subject or null
	 */
	public @Nullable String subject() {
		return this.subject;
	}

	/**
	 * The media type of the data, such as {@code application/json}.
	 * @return the content type or null
	 */
	public @Nullable String contentType() {
		return this.contentType;
	}

	/**
	 * The W3C {@code traceparent} header.
	 * @return its value or null
	 */
	public @Nullable String traceparent() {
		return this.traceparent;
	}

	/**
	 * The W3C {@code tracestate} header.
	 * @return its value or null
	 */
	public @Nullable String tracestate() {
		return this.tracestate;
	}

	/**
	 * How long the sender will wait for the answer, counted from sending.
	 * @return milliseconds, 0 to 2^32-1, or {@link #NO_DEADLINE}
	 */
	public long deadlineMillis() {
		return this.deadlineMillis;
	}

	/**
	 * Whether there is a deadline.
	 * @return true if there is
	 */
	public boolean hasDeadline() {
		return this.deadlineMillis != NO_DEADLINE;
	}

	/**
	 * Marks retries of one operation, so that it is executed once.
	 * @return the key or null
	 */
	public @Nullable String idempotencyKey() {
		return this.idempotencyKey;
	}

	/**
	 * The application's headers in the order in which they were added.
	 * @return an unmodifiable list; a name may be there more than once
	 */
	public List<Header> headers() {
		return this.headers;
	}

	/**
	 * The first header of a name. Names are compared exactly.
	 * @param name the name
	 * @return its value or null
	 */
	public @Nullable String header(String name) {
		for (Header header : this.headers) {
			if (header.name().equals(name)) {
				return header.value();
			}
		}
		return null;
	}

	/**
	 * The number of entries.
	 * @return 0 to 64
	 */
	public int entryCount() {
		return this.entryCount;
	}

	/**
	 * The length of the encoded block.
	 * @return bytes, 4 to 8,192
	 */
	public int encodedLength() {
		return this.encodedLength;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof MessageMetadata that && this.deadlineMillis == that.deadlineMillis
				&& Objects.equals(this.subject, that.subject) && Objects.equals(this.contentType, that.contentType)
				&& Objects.equals(this.traceparent, that.traceparent)
				&& Objects.equals(this.tracestate, that.tracestate)
				&& Objects.equals(this.idempotencyKey, that.idempotencyKey) && this.headers.equals(that.headers);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.subject, this.contentType, this.traceparent, this.tracestate, this.deadlineMillis,
				this.idempotencyKey, this.headers);
	}

	/**
	 * Subject, content type, deadline and the headers' names; values may be secret.
	 */
	@Override
	public String toString() {
		return "MessageMetadata[subject=" + this.subject + ", contentType=" + this.contentType + ", deadlineMillis="
				+ this.deadlineMillis + ", headers=" + this.headers.stream().map(Header::name).toList() + "]";
	}

	/**
	 * Bytes of a text in UTF-8; a lone surrogate counts as the one byte that replaces it.
	 */
	private static int utf8Length(String text) {
		int length = text.length();
		for (int i = 0; i < text.length(); i++) {
			char unit = text.charAt(i);
			if (unit >= 0x80) {
				if (unit < 0x800) {
					length++;
				}
				else if (!Character.isSurrogate(unit)) {
					length += 2;
				}
				else if (Character.isHighSurrogate(unit) && i + 1 < text.length()
						&& Character.isLowSurrogate(text.charAt(i + 1))) {
					length += 2;
					i++;
				}
			}
		}
		return length;
	}

	/**
	 * One header of the application.
	 *
	 * @param name not empty
	 * @param value any text
	 */
	public record Header(String name, String value) {

		/**
		 * Checks the name.
		 * @throws IllegalArgumentException if it is empty
		 */
		public Header {
			Objects.requireNonNull(value, "value");
			if (name.isEmpty()) {
				throw new IllegalArgumentException("the name of a header is empty");
			}
		}

	}

	/**
	 * Collects entries; not for concurrent use.
	 */
	public static final class Builder {

		private @Nullable String subject;

		private @Nullable String contentType;

		private @Nullable String traceparent;

		private @Nullable String tracestate;

		private long deadlineMillis = NO_DEADLINE;

		private @Nullable String idempotencyKey;

		private final List<Header> headers = new ArrayList<>();

		private Builder() {
		}

		/**
		 * Sets the name of the operation or topic.
		 * @param subject the subject, or null for none
		 * @return this
		 */
		public Builder subject(@Nullable String subject) {
			this.subject = subject;
			return this;
		}

		/**
		 * Sets the media type of the data.
		 * @param contentType the type, or null for none
		 * @return this
		 */
		public Builder contentType(@Nullable String contentType) {
			this.contentType = contentType;
			return this;
		}

		/**
		 * Sets the W3C trace context.
		 * @param traceparent its first header, or null for none
		 * @param tracestate its second header, or null for none
		 * @return this
		 */
		public Builder trace(@Nullable String traceparent, @Nullable String tracestate) {
			this.traceparent = traceparent;
			this.tracestate = tracestate;
			return this;
		}

		/**
		 * Sets the deadline.
		 * @param deadlineMillis milliseconds from sending, 0 to 2^32-1, or
		 * {@link MessageMetadata#NO_DEADLINE}
		 * @return this
		 * @throws IllegalArgumentException if it is out of range
		 */
		public Builder deadlineMillis(long deadlineMillis) {
			if (deadlineMillis < NO_DEADLINE || deadlineMillis > 0xFFFF_FFFFL) {
				throw new IllegalArgumentException("a deadline of " + deadlineMillis + " ms is out of range");
			}
			this.deadlineMillis = deadlineMillis;
			return this;
		}

		/**
		 * Sets the idempotency key.
		 * @param idempotencyKey the key, or null for none
		 * @return this
		 */
		public Builder idempotencyKey(@Nullable String idempotencyKey) {
			this.idempotencyKey = idempotencyKey;
			return this;
		}

		/**
		 * Adds a header behind those that are there.
		 * @param name not empty
		 * @param value any text
		 * @return this
		 */
		public Builder header(String name, String value) {
			this.headers.add(new Header(name, value));
			return this;
		}

		/**
		 * Makes the metadata.
		 * @return the metadata
		 * @throws IllegalArgumentException if there are over 64 entries or 8,192 bytes
		 */
		public MessageMetadata build() {
			int entries = this.headers.size() + (hasDeadline() ? 1 : 0);
			long length = (long) BLOCK_HEADER_LENGTH + (hasDeadline() ? ENTRY_HEADER_LENGTH + 4 : 0);
			@Nullable String[] texts = { this.subject, this.contentType, this.traceparent, this.tracestate, this.idempotencyKey };
			for (String text : texts) {
				if (text != null) {
					entries++;
					length += ENTRY_HEADER_LENGTH + utf8Length(text);
				}
			}
			for (Header header : this.headers) {
				length += ENTRY_HEADER_LENGTH + 2 + utf8Length(header.name()) + utf8Length(header.value());
			}
			if (entries > MAX_ENTRIES) {
				throw new IllegalArgumentException("metadata of " + entries + " entries is over the limit of 64");
			}
			if (length > MAX_ENCODED_LENGTH) {
				throw new IllegalArgumentException("metadata of " + length + " bytes is over the limit of 8192");
			}
			return new MessageMetadata(this, entries, (int) length);
		}

		private boolean hasDeadline() {
			return this.deadlineMillis != NO_DEADLINE;
		}

	}

}
