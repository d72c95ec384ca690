package io.gatehouse.admin.text;

import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractGenericHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;

/** Writes answers as tables where a client asks for {@code text/plain}. */
@Component
public final class TextPageConverter extends AbstractGenericHttpMessageConverter<Object> {

  public TextPageConverter() {
    super(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8));
  }

  @Override
  public boolean canRead(Type type, Class<?> contextClass, MediaType mediaType) {
    return false;
  }

  @Override
  public boolean canWrite(Type type, Class<?> clazz, MediaType mediaType) {
    return TextPages.ALL.containsKey(rowType(type, clazz)) && canWrite(mediaType);
  }

  private static Class<?> rowType(Type type, Class<?> clazz) {
    return List.class.isAssignableFrom(clazz)
        ? ResolvableType.forType(Optional.ofNullable(type).orElse(clazz))
            .as(List.class)
            .getGeneric(0)
            .resolve(Object.class)
        : clazz;
  }

  @Override
  protected void writeInternal(Object answer, Type type, HttpOutputMessage output)
      throws IOException {
    List<?> rows = answer instanceof List<?> list ? list : List.of(answer);
    String page = TextPages.ALL.get(rowType(type, answer.getClass())).apply(rows);
    output.getBody().write(page.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  protected Object readInternal(Class<?> clazz, HttpInputMessage input) {
    throw new HttpMessageNotReadableException("only written", input);
  }

  @Override
  public Object read(Type type, Class<?> contextClass, HttpInputMessage input) {
    throw new HttpMessageNotReadableException("only written", input);
  }
}
